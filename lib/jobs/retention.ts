import { and, eq, isNotNull, isNull, lt, ne, or, sql, type SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { businesses } from '@/db/schema/business'
import { passwordResets, rateLimits, sessions } from '@/db/schema/identity'
import { notifications } from '@/db/schema/notification'
import { idempotencyKeys } from '@/db/schema/platform'
import { leavers } from '@/db/schema/terms'
import { webhookEvents } from '@/db/schema/webhook'
import { addMs, DAY_MS } from '@/lib/time'

export type RetentionClass = {
  name: string
  /** How long, and by what. */
  why: string
  table: PgTable
  /** What of the table is over. */
  over(now: Date): SQL | undefined
}

/** Leap days included: never a day too soon. */
const YEAR_MS = 366 * DAY_MS
const before = (now: Date, ms: number) => addMs(now, -ms)

/**
 * What is destroyed, and when: the only place that says so. Wallets, entries, orders, bookings, withdrawals, consents and
 * the audit log are in no class: they are evidence that nobody can change, and once a leaver's row is gone name nobody.
 */
export const RETENTION: RetentionClass[] = [
  {
    name: 'leavers',
    why: '5년 · 거래한 사람 (전자금융거래법 시행령 제12조, 전자상거래법 시행령 제6조)',
    table: leavers,
    over: (now) => lt(leavers.leftAt, before(now, 5 * YEAR_MS)),
  },
  {
    name: 'businesses',
    why: '5년 · 떠난 사람의 사업자등록번호, 국세청에 낸 자료 (국세기본법 제85조의3)',
    table: businesses,
    over: () => sql`exists (select from users u where u.id = ${businesses.userId} and u.status = 'closed')
      and not exists (select from leavers l where l.user_id = ${businesses.userId})`,
  },
  {
    name: 'notices',
    why: '3년 · 알린 기록, 불만과 분쟁의 자료 (전자상거래법 시행령 제6조)',
    table: notifications,
    over: (now) =>
      and(lt(notifications.createdAt, before(now, 3 * YEAR_MS)), isNull(notifications.mailDueAt)),
  },
  {
    name: 'password_resets',
    why: '1년 · 신청 기록 (전자금융거래법 시행령 제12조)',
    table: passwordResets,
    over: (now) => lt(passwordResets.expiresAt, before(now, YEAR_MS)),
  },
  {
    name: 'logins',
    why: '3개월 · 접속 기록 (통신비밀보호법 시행령 제41조)',
    table: sessions,
    over: (now) =>
      or(
        and(isNotNull(sessions.endedAt), lt(sessions.endedAt, before(now, 92 * DAY_MS))),
        lt(sessions.expiresAt, before(now, 92 * DAY_MS)),
      ),
  },
  {
    name: 'webhooks',
    why: '90일 · 왜 그랬는지 물어볼 동안',
    table: webhookEvents,
    over: (now) =>
      and(ne(webhookEvents.state, 'pending'), lt(webhookEvents.receivedAt, before(now, 90 * DAY_MS))),
  },
  {
    name: 'ignored_webhooks',
    why: '7일 · 누구나 보낼 수 있어서',
    table: webhookEvents,
    over: (now) =>
      and(eq(webhookEvents.state, 'ignored'), lt(webhookEvents.receivedAt, before(now, 7 * DAY_MS))),
  },
  {
    name: 'idempotency_keys',
    why: '30일 · 더 늦게 되풀이하는 쪽은 무엇을 물었는지 잊었어요',
    table: idempotencyKeys,
    over: (now) => lt(idempotencyKeys.createdAt, before(now, 30 * DAY_MS)),
  },
  {
    name: 'rate_limits',
    why: '지난 횟수',
    table: rateLimits,
    // The limiter counts in real time, whatever the product's clock says.
    over: () => lt(rateLimits.expire, BigInt(Date.now())),
  },
]

/** Of these, destroying is written down with how many there were: it proves that what had to go is gone. */
export const PROVEN = ['leavers', 'notices', 'password_resets', 'logins']
