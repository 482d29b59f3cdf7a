import { and, eq } from 'drizzle-orm'
import { decode, encode } from 'next-auth/jwt'
import { socialLogins } from '@/db/schema/identity'
import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { PosPayError } from '@/lib/errors'
import { createUser, requireCurrentVersions, type Consents } from './sign-up'

export type SocialProvider = 'kakao' | 'naver'
type SocialAccount = { provider: SocialProvider; providerAccountId: string }
export type SocialProfile = SocialAccount & { name: string }

/** Time to read the terms; after it the person comes back through the provider. */
const TICKET_SECONDS = 30 * 60
/** Another salt makes another key: a ticket is never a session, nor the reverse. */
const TICKET_SALT = 'social-sign-up'

export async function findSocialUser(
  ctx: Ctx,
  { provider, providerAccountId }: SocialAccount,
): Promise<string | null> {
  const [row] = await ctx.db
    .select({ userId: socialLogins.userId })
    .from(socialLogins)
    .where(and(eq(socialLogins.provider, provider), eq(socialLogins.providerAccountId, providerAccountId)))
  return row?.userId ?? null
}

/** The page where a new person agrees to the terms, with the provider's word about who it is sealed into it. */
export async function socialSignUpPath(profile: SocialProfile): Promise<string> {
  const ticket = await encode({
    token: profile,
    secret: env().AUTH_SECRET,
    maxAge: TICKET_SECONDS,
    salt: TICKET_SALT,
  })
  return `/signup/social?ticket=${encodeURIComponent(ticket)}`
}

/** Null for a ticket that is not ours or too old. */
export async function openTicket(ticket: string): Promise<SocialProfile | null> {
  const claims = await decode({ token: ticket, secret: env().AUTH_SECRET, salt: TICKET_SALT }).catch(
    () => null,
  )
  return claims ? (claims as unknown as SocialProfile) : null
}

/** Makes the user that a Kakao or Naver account stands for. No e-mail is taken over: it would be another's word. */
export async function signUpSocial(
  ctx: Ctx,
  ticket: string,
  input: { name: string } & Consents,
): Promise<SocialProfile> {
  await requireCurrentVersions(ctx, input)
  const profile = await openTicket(ticket)
  if (!profile)
    throw new PosPayError('INVALID_REQUEST', { message: '시간이 지났어요. 처음부터 다시 시작해 주세요.' })
  if (await findSocialUser(ctx, profile)) return profile
  const { provider, providerAccountId } = profile
  await withTx(ctx.db, async (tx) => {
    const { userId } = await createUser(ctx, tx, { ...input, email: null, passwordHash: null })
    await tx.insert(socialLogins).values({ provider, providerAccountId, userId, createdAt: ctx.now() })
  })
  return profile
}
