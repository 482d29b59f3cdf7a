import { and, eq, isNull } from 'drizzle-orm'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { sessions } from '@/db/schema/identity'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, toKstIso } from '@/lib/time'
import { placeOf, readableAddress } from './place'

export type SessionUser = {
  id: string
  name: string
  email: string | null
  status: 'active' | 'frozen' | 'closed'
  /** None before the login has given its second factor, whatever the person may be. */
  roles: string[]
  /** Whether there are roles that a second factor would bring. */
  secondFactorAsked: boolean
  sessionId: string
}

export type Channel = 'web' | 'api'

/** A browser is shared and left open; a phone is not. */
const LIFE_MS: Record<Channel, number> = { web: 12 * HOUR_MS, api: 30 * DAY_MS }
const WEB_IDLE_MS = 30 * MINUTE_MS
/** How stale `last_seen_at` may be: most reads then write nothing. */
const SEEN_EVERY_MS = MINUTE_MS

const MAX_USER_AGENT = 300

type NewSession = { userId: string; channel: Channel; userAgent?: string | null }

/** One row per login. A login from a place that is new to a user is told to them, the very first one excepted. */
export async function startSession(ctx: Ctx, { userId, channel, userAgent }: NewSession) {
  const now = ctx.now()
  const session = { id: newId(), expiresAt: addMs(now, LIFE_MS[channel]) }
  await withTx(ctx.db, async (tx) => {
    const strange = await isStrange(ctx, tx, userId)
    await tx.insert(sessions).values({
      ...session,
      userId,
      channel,
      createdAt: now,
      lastSeenAt: now,
      address: ctx.address,
      userAgent: userAgent?.slice(0, MAX_USER_AGENT),
    })
    if (!strange) return
    const data = { at: toKstIso(now), address: readableAddress(ctx.address!) }
    await notify(tx, ctx, [{ userId, kind: 'login.new', subject: session.id, data }])
  })
  return session
}

/** Whether the user has logged in before, and never from this place. */
async function isStrange({ address }: Ctx, tx: Tx, userId: string): Promise<boolean> {
  if (!address) return false
  const used = await tx
    .selectDistinct({ address: sessions.address })
    .from(sessions)
    .where(eq(sessions.userId, userId))
  const here = placeOf(address)
  return used.length > 0 && !used.some((session) => session.address && placeOf(session.address) === here)
}

/** The token that carries a session's id, encrypted under AUTH_SECRET: what next-auth puts into its cookie too. */
export function encodeToken(sessionId: string, maxAgeSeconds: number): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: env().AUTH_SECRET, maxAge: maxAgeSeconds })
}

/** Who a token stands for right now, by the database; null for any token that is not good. */
export async function readSession(ctx: Ctx, token: string): Promise<SessionUser | null> {
  const claims = await decode({ token, secret: env().AUTH_SECRET }).catch(() => null)
  const sessionId = z.uuid().safeParse(claims?.sid)
  return sessionId.success ? findSession(ctx, sessionId.data) : null
}

async function findSession(ctx: Ctx, sessionId: string): Promise<SessionUser | null> {
  const now = ctx.now()
  const { rows } = await ctx.db.$client.query<Found>({
    ...FIND_SESSION,
    values: [sessionId, now.toISOString()],
  })
  if (!rows[0]) return null
  const { channel, lastSeenAt, ...user } = rows[0]
  if (channel === 'web' && addMs(lastSeenAt, WEB_IDLE_MS) < now) return null
  if (addMs(lastSeenAt, SEEN_EVERY_MS) < now) {
    await ctx.db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, sessionId))
  }
  return { ...user, sessionId }
}

type Found = Omit<SessionUser, 'sessionId'> & { channel: Channel; lastSeenAt: Date }

/** By hand and named, as every request runs it: each connection plans it once. */
const FIND_SESSION = {
  name: 'find_session',
  text: `select u.id, u.name, u.email, u.status, s.channel,
      case when s.second_factor_at is null then '{}' else u.roles end as roles,
      s.second_factor_at is null and u.roles <> '{}' as "secondFactorAsked", s.last_seen_at as "lastSeenAt"
    from sessions s join users u on u.id = s.user_id
    where s.id = $1 and s.ended_at is null and s.expires_at > $2 and u.status <> 'closed'`,
}

export async function endSession(ctx: Ctx, sessionId: string): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    const [ended] = await tx
      .update(sessions)
      .set({ endedAt: ctx.now() })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
      .returning({ userId: sessions.userId })
    if (!ended) return
    await audit(ctx, tx, { action: 'login.ended', target: ended.userId, actor: `user:${ended.userId}` })
  })
}

/** Ends every login of a person, here and elsewhere. */
export async function endSessions(ctx: Ctx, tx: Tx, userId: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedAt: ctx.now() })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)))
}
