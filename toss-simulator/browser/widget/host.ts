import { readMessage, sendMessage, type FrameMessage, type HostMessage } from '../messages'

const origin = new URLSearchParams(window.location.search).get('origin') ?? window.location.origin

/** Tells the page around this frame. */
export function tellHost(message: FrameMessage): void {
  if (window.parent !== window) sendMessage(window.parent, origin, message)
}

export function hearHost(hear: (message: HostMessage) => void): void {
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || event.origin !== origin) return
    const message = readMessage<HostMessage>(event)
    if (message) hear(message)
  })
}

/** Keeps the frame as high as its content, and says when it is there; or why it is not. */
export function startFrame(): void {
  const failure = document.querySelector<HTMLElement>('main')?.dataset.failure
  if (failure) return tellHost({ type: 'failed', code: failure })
  const content = document.querySelector('main')!
  const report = () => tellHost({ type: 'height', height: Math.ceil(content.getBoundingClientRect().height) })
  new ResizeObserver(report).observe(content)
  report()
  tellHost({ type: 'ready' })
}
