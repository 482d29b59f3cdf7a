import { cache } from 'react'
import { cookies, headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import KakaoProvider from 'next-auth/providers/kakao'
import NaverProvider from 'next-auth/providers/naver'
import { audit } from './audit'
import type { Ctx } from './context'
import { env } from './env'
import { PosPayError } from './errors'
import { emailSchema, typedPasswordSchema } from './identity/credentials'
import { hasDuty, type Duty } from './identity/duties'
import { checkCredentials } from './identity/log-in'
import { endSession, readSession, startSession, type SessionUser } from './identity/session'
import { findSocialUser, socialSignUpPath, type SocialProvider } from './identity/social-login'
import { requestContext } from './request'

export type { SessionUser } from './identity/session'

/** Longer than any session row lives, so that the row alone decides. */
const COOKIE_MAX_AGE_SECONDS = 12 * 60 * 60

export function sessionCookieName(): string {
  return isSecure() ? '__Host-pospay.session' : 'pospay.session'
}

function isSecure(): boolean {
  return env().APP_URL.startsWith('https://')
}

export const sessionCookieOptions = () =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() }) as const

/** The social logins whose keys are set. */
export function oauthProviders(): { id: SocialProvider; name: string }[] {
  const { KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, NAVER_CLIENT_ID, NAVER_CLIENT_SECRET } = env()
  return [
    ...(KAKAO_CLIENT_ID && KAKAO_CLIENT_SECRET ? [{ id: 'kakao' as const, name: '카카오' }] : []),
    ...(NAVER_CLIENT_ID && NAVER_CLIENT_SECRET ? [{ id: 'naver' as const, name: '네이버' }] : []),
  ]
}

function providers(): NextAuthOptions['providers'] {
  const settings = env()
  const enabled = oauthProviders().map(({ id }) => id)
  return [
    CredentialsProvider({
      credentials: { email: {}, password: {} },
      async authorize(typed) {
        const email = emailSchema.safeParse(typed?.email)
        const password = typedPasswordSchema.safeParse(typed?.password)
        if (!email.success || !password.success) throw new Error('UNAUTHENTICATED')
        const credentials = { email: email.data, password: password.data }
        const { userId } = await checkCredentials(requestContext(await headers()), credentials).catch(
          (refusal: unknown) => {
            throw new Error(refusal instanceof PosPayError ? refusal.code : 'TRY_AGAIN')
          },
        )
        return { id: userId }
      },
    }),
    ...(enabled.includes('kakao')
      ? [KakaoProvider({ clientId: settings.KAKAO_CLIENT_ID!, clientSecret: settings.KAKAO_CLIENT_SECRET! })]
      : []),
    ...(enabled.includes('naver')
      ? [NaverProvider({ clientId: settings.NAVER_CLIENT_ID!, clientSecret: settings.NAVER_CLIENT_SECRET! })]
      : []),
  ]
}

export function authOptions(): NextAuthOptions {
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: 'jwt', maxAge: COOKIE_MAX_AGE_SECONDS },
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    pages: { signIn: '/login', error: '/login' },
    providers: providers(),
    callbacks: {
      /** A social account that nobody has here yet signs up first: somebody has to agree to the terms. */
      async signIn({ account, profile, user }) {
        if (!account || account.type === 'credentials') return true
        const ctx = requestContext(await headers())
        const social = {
          provider: account.provider as SocialProvider,
          providerAccountId: account.providerAccountId,
        }
        if (await findSocialUser(ctx, social)) return true
        return socialSignUpPath({ ...social, name: user.name ?? profile?.name ?? '' })
      },
      /** The token carries the session row's id and nothing else. */
      async jwt({ token, user, account }) {
        if (!account) return token
        const ctx = requestContext(await headers())
        const social = {
          provider: account.provider as SocialProvider,
          providerAccountId: account.providerAccountId,
        }
        const userId = account.type === 'credentials' ? user.id : (await findSocialUser(ctx, social))!
        if (account.type !== 'credentials') {
          const actor = `user:${userId}`
          await audit(ctx, ctx.db, {
            action: 'login.succeeded',
            target: userId,
            actor,
            detail: { by: account.provider },
          })
        }
        const userAgent = (await headers()).get('user-agent')
        return { sid: (await startSession(ctx, { userId, channel: 'web', userAgent })).id }
      },
      async session({ session }) {
        return { expires: session.expires }
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === 'string') await endSession(requestContext(await headers()), token.sid)
      },
    },
  }
}

/** Who is logged in, by the database; null for nobody. Read once per request. */
export const currentUser = cache(async (): Promise<SessionUser | null> => {
  const token = (await cookies()).get(sessionCookieName())?.value
  return token ? readSession(requestContext(await headers()), token) : null
})

/** As `currentUser`, but sends everybody else to the login page and back again afterwards. */
export async function requireUser(): Promise<SessionUser> {
  const user = await currentUser()
  if (user) return user
  const path = (await headers()).get('x-pathname') ?? '/wallet'
  redirect(`/login?next=${encodeURIComponent(path)}`)
}

/** As `requireUser`, of a login that has given its second factor; for those without the duty there is nothing here. */
export async function requireOperator(duty: Duty): Promise<SessionUser> {
  const user = await requireUser()
  if (user.secondFactorAsked) {
    const path = (await headers()).get('x-pathname') ?? '/admin'
    redirect(`/login/second-factor?next=${encodeURIComponent(path)}`)
  }
  if (!hasDuty(user, duty)) notFound()
  return user
}

/** Who is logged in, for what is no page. Throws UNAUTHENTICATED, or FORBIDDEN without the duty. */
export async function operatorFor(duty: Duty): Promise<SessionUser> {
  const user = await currentUser()
  if (!user) throw new PosPayError('UNAUTHENTICATED')
  if (hasDuty(user, duty)) return user
  const message = user.secondFactorAsked ? '인증 앱의 코드를 먼저 입력해 주세요.' : undefined
  throw new PosPayError('FORBIDDEN', { message })
}

/** The context of the page or action that is being rendered. */
export async function webContext(): Promise<Ctx> {
  return requestContext(await headers(), (await currentUser())?.id)
}

/** Ends this login, on the server and in the browser. */
export async function logout(): Promise<void> {
  const user = await currentUser()
  if (user) await endSession(await webContext(), user.sessionId)
  await forgetSessionCookie()
}

export async function forgetSessionCookie(): Promise<void> {
  ;(await cookies()).set(sessionCookieName(), '', { ...sessionCookieOptions(), maxAge: 0 })
}
