import { readMessage, type WindowEnd } from '../messages'
import type { Session } from './session'

const WHOLE_SCREEN_WIDTH_PX = 480

export interface Overlay {
  /** Resolves when the window is done or the buyer closed it. */
  end: Promise<WindowEnd>
  remove(): void
}

/** Opens the payment window over the page. The rest of the page is inert until it is gone. */
export function openOverlay(session: Session, windowUrl: string): Overlay {
  const dialog = createDialog()
  const frame = createFrame(`${session.origin}${windowUrl}?target=iframe`)
  dialog.append(frame)
  const scroll = document.documentElement.style.overflow
  let settle: (end: WindowEnd) => void
  const end = new Promise<WindowEnd>((resolve) => (settle = resolve))
  const listen = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow || event.origin !== session.origin) return
    const message = readMessage<WindowEnd>(event)
    if (message && ['approved', 'refused', 'closed'].includes(message.type)) settle(message)
  }
  window.addEventListener('message', listen)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    settle({ type: 'closed' })
  })
  document.body.append(dialog)
  document.documentElement.style.overflow = 'hidden'
  dialog.showModal()
  frame.focus()
  return {
    end,
    remove() {
      window.removeEventListener('message', listen)
      document.documentElement.style.overflow = scroll
      dialog.close()
      dialog.remove()
    },
  }
}

function createDialog(): HTMLDialogElement {
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-label', '결제창')
  Object.assign(dialog.style, {
    position: 'fixed',
    inset: '0',
    width: '100vw',
    height: '100dvh',
    maxWidth: 'none',
    maxHeight: 'none',
    margin: '0',
    padding: '0',
    border: '0',
    background: 'rgba(11, 18, 32, 0.56)',
    display: 'grid',
    placeItems: 'center',
    overflow: 'hidden',
  })
  return dialog
}

function createFrame(src: string): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.src = src
  frame.title = '결제창'
  frame.dataset.tossSimulator = 'window'
  const whole = window.innerWidth <= WHOLE_SCREEN_WIDTH_PX
  Object.assign(frame.style, {
    width: whole ? '100vw' : '440px',
    height: whole ? '100dvh' : 'min(100dvh, 680px)',
    border: '0',
    borderRadius: whole ? '0' : '20px',
    background: '#fff',
    colorScheme: 'light',
    boxShadow: '0 24px 64px rgba(11, 18, 32, 0.32)',
  })
  return frame
}
