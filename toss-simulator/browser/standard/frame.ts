import { readMessage, sendMessage, type FrameMessage, type HostMessage } from '../messages'
import { PublicError } from './errors'
import type { Session } from './session'

const LOAD_TIMEOUT_MS = 15_000

export interface WidgetFrame {
  send(message: HostMessage): void
  remove(): void
}

interface FrameOptions {
  target: Element
  path: string
  title: string
  variantKey: string
  /** Reserved before the content is there, so that the page around does not jump. */
  minimumHeight: number
  onMessage: (message: FrameMessage) => void
}

/** Puts a frame of the simulator into the page; resolves once its content is ready. */
export function mountFrame(session: Session, options: FrameOptions): Promise<WidgetFrame> {
  const frame = createFrame(session, options)
  return new Promise((resolve, reject) => {
    const fail = (code: string) => {
      widget.remove()
      reject(new PublicError(code))
    }
    const timer = setTimeout(() => fail('UNKNOWN'), LOAD_TIMEOUT_MS)
    const listen = (event: MessageEvent) => {
      if (event.source !== frame.contentWindow || event.origin !== session.origin) return
      const message = readMessage<FrameMessage>(event)
      if (!message) return
      if (message.type === 'height') frame.style.height = `${message.height}px`
      else if (message.type === 'failed') fail(message.code)
      else options.onMessage(message)
      if (message.type === 'ready') {
        clearTimeout(timer)
        resolve(widget)
      }
    }
    const widget: WidgetFrame = {
      send: (message) => frame.contentWindow && sendMessage(frame.contentWindow, session.origin, message),
      remove() {
        clearTimeout(timer)
        window.removeEventListener('message', listen)
        frame.remove()
      },
    }
    window.addEventListener('message', listen)
    options.target.replaceChildren(frame)
  })
}

function createFrame(
  session: Session,
  { path, title, variantKey, minimumHeight }: FrameOptions,
): HTMLIFrameElement {
  const query = new URLSearchParams({
    clientKey: session.clientKey,
    variantKey,
    origin: window.location.origin,
  })
  const frame = document.createElement('iframe')
  frame.src = `${session.origin}${path}?${query}`
  frame.title = title
  frame.dataset.tossSimulator = 'widget'
  Object.assign(frame.style, {
    display: 'block',
    width: '100%',
    height: `${minimumHeight}px`,
    border: '0',
    borderRadius: '16px',
    background: '#fff',
    colorScheme: 'light',
  })
  return frame
}
