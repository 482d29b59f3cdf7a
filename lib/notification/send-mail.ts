import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { alarm, log } from '@/lib/log'
import { addMs, DAY_MS, MINUTE_MS } from '@/lib/time'
import { composeMail } from './compose-mail'
import type { Mailer } from './mailer'
import { wordsOf } from './words'

const BATCH = 10
/** Longer than any mail server may take: whoever dies with a claim is replaced when it is over. */
const LEASE_MS = 2 * MINUTE_MS
/** With the pauses between them a server may be gone for most of a day. */
export const MAX_MAIL_ATTEMPTS = 8
const FIRST_PAUSE_MS = MINUTE_MS
/** News that old would only confuse. */
export const STALE_MS = 2 * DAY_MS

type Due = typeof notifications.$inferSelect
type Sending = Ctx & { mailer: Mailer }

let silenceNoted = false

/**
 * Mails every notice whose mail is due; answers how many were taken up. Safe in many processes at once. A mail is
 * sent at least once: a process that dies between sending and noting it makes it go out again, with the same id.
 */
export async function sendMail(ctx: Ctx): Promise<number> {
  const { mailer } = ctx
  if (!mailer) return noteSilence()
  const due = await claimDue(ctx)
  await Promise.all(due.map((notice) => deliver({ ...ctx, mailer }, notice)))
  return due.length
}

/** Without a mail server notices stay queued; those in the app work. One alarm per process. */
function noteSilence(): number {
  if (!silenceNoted) alarm('mail.unset', { hint: 'SMTP_URL is not set: mail stays queued' })
  silenceNoted = true
  return 0
}

/** The claim is the move of `mail_due_at` itself. */
async function claimDue(ctx: Ctx): Promise<Due[]> {
  const now = ctx.now()
  const due = sql`(select ${notifications.id} from ${notifications}
    where ${notifications.mailDueAt} <= ${now.toISOString()}::timestamptz
    order by ${notifications.mailDueAt} limit ${BATCH} for update skip locked)`
  return ctx.db
    .update(notifications)
    .set({ mailDueAt: addMs(now, LEASE_MS), mailAttempts: sql`${notifications.mailAttempts} + 1` })
    .where(inArray(notifications.id, due))
    .returning()
}

/** Sends outside any tx, then notes how it went. Never rejects for the mail's own sake. */
async function deliver(ctx: Sending, notice: Due): Promise<void> {
  const [reader] = await ctx.db
    .select({ email: users.email, status: users.status })
    .from(users)
    .where(eq(users.id, notice.userId))
  // Who logs in through Kakao or Naver alone has no address.
  if (!reader?.email || reader.status === 'closed') return note(ctx, notice, { mailDueAt: null })
  if (notice.mailAttempts > MAX_MAIL_ATTEMPTS || addMs(notice.createdAt, STALE_MS) < ctx.now()) {
    return giveUp(ctx, notice)
  }
  try {
    const words = wordsOf({ ...notice, data: openSecret(ctx, notice.data) })
    await ctx.mailer.send({ id: notice.id, to: reader.email, ...composeMail(words, env().APP_URL) })
  } catch (error) {
    return postpone(ctx, notice, error)
  }
  await note(ctx, notice, { mailedAt: ctx.now(), mailDueAt: null })
}

/** What only the mail may show is kept encrypted, and not for longer than the mail needs it. */
function openSecret({ sealer }: Ctx, { sealedToken, ...data }: Due['data']): Due['data'] {
  return sealedToken ? { ...data, token: sealer.open(sealedToken) } : data
}

async function postpone(ctx: Sending, notice: Due, error: unknown): Promise<void> {
  // Never the error's text: a mail server repeats the address in it.
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown }
  log.warn({ notice: notice.id, attempt: notice.mailAttempts, code, responseCode }, 'mail not sent')
  if (notice.mailAttempts >= MAX_MAIL_ATTEMPTS) return giveUp(ctx, notice)
  await note(ctx, notice, { mailDueAt: addMs(ctx.now(), pauseMs(notice.mailAttempts)) })
}

/** 1, 3, 9, 27, 81, 243 and 729 minutes: some 18 hours in all. */
function pauseMs(attempts: number): number {
  return FIRST_PAUSE_MS * 3 ** (attempts - 1)
}

async function giveUp(ctx: Sending, notice: Due): Promise<void> {
  alarm('mail.given_up', { notice: notice.id, kind: notice.kind, attempts: notice.mailAttempts })
  await note(ctx, notice, { mailDueAt: null })
}

type Outcome = { mailDueAt: Date | null; mailedAt?: Date }

/** Only while the claim is still ours, unless it went out: that is so whoever else has claimed it since. */
async function note(ctx: Sending, { id, mailAttempts }: Due, outcome: Outcome): Promise<void> {
  const ours = outcome.mailedAt ? undefined : eq(notifications.mailAttempts, mailAttempts)
  const over = outcome.mailDueAt === null
  await ctx.db
    .update(notifications)
    .set({ ...outcome, ...(over && { data: sql`${notifications.data} - 'sealedToken'` }) })
    .where(and(eq(notifications.id, id), isNull(notifications.mailedAt), ours))
}
