import { NextResponse, type NextRequest } from 'next/server'

/** What a page understands; without this it would render itself for any method. */
const PAGE_METHODS = ['GET', 'HEAD', 'POST']

/**
 * Numbers every request and sends the security headers. Nothing is decided here: who may do what is checked where
 * the data is.
 */
export function proxy(request: NextRequest): NextResponse {
  const page = !request.nextUrl.pathname.startsWith('/api/')
  if (page && !PAGE_METHODS.includes(request.method)) {
    return new NextResponse(null, { status: 405, headers: { Allow: PAGE_METHODS.join(', ') } })
  }
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-request-id', crypto.randomUUID())
  headers.set('x-pathname', request.nextUrl.pathname + request.nextUrl.search)
  headers.set('content-security-policy', policy)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('X-Request-Id', headers.get('x-request-id')!)
  // Pages show money; Toss's return address carries a payment key, and a link from a mail its token: nothing of it is
  // kept or passed on. Photos are public and say themselves how long.
  const photo = request.nextUrl.pathname.startsWith('/photos/')
  if (!photo) response.headers.set('Cache-Control', 'no-store')
  const secret = /^\/(wallet\/(charge|auto-topup)\/(success|fail)|login\/reset)$/.test(
    request.nextUrl.pathname,
  )
  response.headers.set('Referrer-Policy', secret ? 'no-referrer' : 'strict-origin-when-cross-origin')
  return response
}

export const config = {
  matcher: [{ source: '/((?!_next/static|_next/image|icons/|favicon.ico|manifest.webmanifest).*)' }],
}

function contentSecurityPolicy(nonce: string): string {
  const sdk = new URL(process.env.TOSS_SDK_URL ?? 'https://js.tosspayments.com/v2/standard').origin
  const toss = sdk === 'https://js.tosspayments.com' ? 'https://*.tosspayments.com' : sdk
  const development = process.env.NODE_ENV === 'development'
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: https://static.toss.im ${toss}`,
    `font-src 'self'`,
    `connect-src 'self' ${toss}${development ? ' ws:' : ''}`,
    `frame-src ${toss}`,
    `form-action 'self' ${toss}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}
