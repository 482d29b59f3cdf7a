import { createContext, type Ctx } from './context'
import { env } from './env'
import { PosPayError } from './errors'

/** The header in which `proxy.ts` numbers a request; one that came from outside is overwritten there. */
export const REQUEST_ID_HEADER = 'x-request-id'

/** The context of one HTTP request. */
export function requestContext(headers: Headers, userId?: string): Ctx {
  return createContext({
    actor: userId ? `user:${userId}` : 'anonymous',
    requestId: headers.get(REQUEST_ID_HEADER) ?? undefined,
    address: callerAddress(headers),
  })
}

/** The last entry is the one that the nearest proxy wrote; those before it are the caller's own word. */
function callerAddress(headers: Headers): string | null {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || null
}

/** Throws CSRF_REJECTED unless the request says that it comes from our own pages. Silence counts as a no. */
export function requireSameOrigin(headers: Headers): void {
  const origin = headers.get('origin')
  if (!origin || !ownOrigins().includes(origin)) throw new PosPayError('CSRF_REJECTED')
}

/** Locally the two names of this machine are one place. */
function ownOrigins(): string[] {
  const { APP_URL, APP_ENV } = env()
  const origin = new URL(APP_URL).origin
  if (APP_ENV === 'production') return [origin]
  return [origin, origin.replace('//localhost', '//127.0.0.1'), origin.replace('//127.0.0.1', '//localhost')]
}
