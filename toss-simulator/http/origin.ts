import type { Request } from '@/toss-simulator/http/message'

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** Whether a request was made to this machine by its own name; anything else is a rebound DNS name. */
export function isLoopbackHost(request: Request): boolean {
  return LOOPBACK.test(request.headers.host ?? '')
}

/** Whether a browser page elsewhere made this request. */
export function isForeignOrigin(request: Request): boolean {
  const { origin } = request.headers
  return origin !== undefined && !isLoopbackOrigin(origin)
}

export function isLoopbackOrigin(origin: string): boolean {
  return LOOPBACK.test(origin.replace(/^https?:\/\//, ''))
}

export function corsHeaders(request: Request): Record<string, string> {
  const { origin } = request.headers
  if (!origin || !isLoopbackOrigin(origin)) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
    vary: 'Origin',
  }
}
