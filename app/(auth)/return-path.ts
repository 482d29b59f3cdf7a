const HERE = 'http://pospay.invalid'
export const AFTER_LOGIN = '/wallet'

/** Where to go after logging in: a path of this site, whatever `next` claims; the wallet when it is none. */
export function returnPath(next: unknown): string {
  if (typeof next !== 'string' || !/^\/[^/\\]/.test(next) || /[\\\u0000-\u001f\u007f]/.test(next))
    return AFTER_LOGIN
  const url = URL.canParse(next, HERE) ? new URL(next, HERE) : null
  if (url?.origin !== HERE || url.pathname.startsWith('//')) return AFTER_LOGIN
  return url.pathname + url.search
}

/** The page that asks for the second factor, and leads on once it is given. */
export function secondFactorPath(next: string): string {
  return next ? `/login/second-factor?next=${encodeURIComponent(next)}` : '/login/second-factor'
}
