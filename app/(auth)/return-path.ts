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
