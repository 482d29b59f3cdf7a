import { desc, sql } from 'drizzle-orm'
import { verificationRuns } from '@/db/schema/ledger'
import { reconciliationRuns } from '@/db/schema/reconciliation'
import type { Tx } from '@/db/tx'
import { post } from '@/lib/ledger/post'
import type { Movement } from '@/lib/ledger/movements'
import { newId } from '@/lib/ids'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { ALWAYS, verify } from '@/lib/verify'
import { ok, red, type Check, type Doctor } from './check'
import { undone } from './undone'

const VERIFY_AT_LEAST_EVERY_MS = 15 * MINUTE_MS
/** Nightly, with two hours for a night that Toss's lists were late in. */
const RECONCILE_AT_LEAST_EVERY_MS = DAY_MS + 2 * HOUR_MS
/** By then whatever Toss did can be looked up. */
const UNANSWERED_FOR_MS = 10 * MINUTE_MS
const MOST_NAMED = 3

export const BOOK_CHECKS: Check[] = [
  {
    key: 'invariants',
    group: 'book',
    title: '장부의 모든 규칙이 맞음',
    who: 'finance',
    async run({ ctx, since }) {
      const broken = await verify(ctx.db, ALWAYS, { since, now: ctx.now() })
      if (broken.length)
        return red(
          `깨진 규칙: ${broken.map(({ name }) => name).join(', ')}`,
          '충전과 출금을 멈추고 docs/operations.md의 “장부가 맞지 않을 때”를 따라 주세요.',
        )
      return ok(
        `${since === 0n ? '장부 전체가' : '마지막 점검 뒤의 거래가'} 규칙 ${ALWAYS.length}개에 맞아요.`,
      )
    },
  },
  {
    key: 'verified-lately',
    group: 'book',
    title: '장부 점검이 제때 돌고, 마지막 결과가 깨끗함',
    who: 'developer',
    async run({ ctx }) {
      const [run] = await ctx.db
        .select()
        .from(verificationRuns)
        .orderBy(desc(verificationRuns.startedAt))
        .limit(1)
      const remedy = '워커가 떠 있는지 보고, 깨진 규칙이 있으면 npm run verify로 살펴봐 주세요.'
      if (!run) return red('아직 한 번도 점검하지 않았어요.', remedy)
      if (run.broken?.length) return red(`깨진 규칙: ${run.broken.join(', ')}`, remedy)
      const age = ctx.now().getTime() - run.startedAt.getTime()
      if (age > VERIFY_AT_LEAST_EVERY_MS) return red(`마지막 점검이 ${ago(age)} 전이에요.`, remedy)
      return ok(`${ago(age)} 전에 점검했고 모두 맞았어요.`)
    },
  },
  {
    key: 'reconciled-lately',
    group: 'book',
    title: '토스와의 대사가 제때 끝남',
    who: 'finance',
    async run({ ctx }) {
      const { state, startedAt } = reconciliationRuns
      const [run] = await ctx.db
        .select({ startedAt })
        .from(reconciliationRuns)
        .where(sql`${state} = 'COMPLETE'`)
        .orderBy(desc(startedAt))
        .limit(1)
      const remedy = 'npm run reconcile을 실행하고, 토스 목록을 읽지 못한 까닭을 살펴봐 주세요.'
      if (!run) return red('아직 끝까지 맞춰 본 적이 없어요.', remedy)
      const age = ctx.now().getTime() - run.startedAt.getTime()
      return age > RECONCILE_AT_LEAST_EVERY_MS
        ? red(`마지막으로 끝난 대사가 ${ago(age)} 전이에요.`, remedy)
        : ok(`${ago(age)} 전에 끝까지 맞춰 봤어요.`)
    },
  },
  {
    key: 'deposits-proved',
    group: 'book',
    title: '예치금 증명이 날마다 공개됨',
    who: 'developer',
    async run({ ctx, env }) {
      if (!env.PROOF_KEY)
        return red('서명할 키가 없어요.', 'openssl rand -base64 32로 만들어 PROOF_KEY에 넣어 주세요.')
      const { rows } = await ctx.db.execute<{ closed: string | null; proved: string | null }>(sql`
        select (select max(business_date)::text from closed_days) as closed,
          (select max(day)::text from deposit_proofs) as proved`)
      const { closed, proved } = rows[0]!
      if (!closed) return ok('아직 끝난 영업일이 없어요.')
      return proved === closed
        ? ok(`${proved}의 증명이 /protection에 있어요.`)
        : red(
            `${closed}의 증명이 없어요.`,
            '워커의 prove-deposits 작업이 왜 멈췄는지 살펴봐 주세요 (docs/proof.md).',
          )
    },
  },
  {
    key: 'charges-have-calls',
    group: 'book',
    title: '모든 충전에 토스와 주고받은 기록이 있음',
    who: 'developer',
    async run(doctor) {
      const found = await references(
        doctor,
        sql`select t.reference from transactions t where t.type = 'charge' and t.seq > ${doctor.since} and not exists
          (select from toss_calls c where c.order_id = t.order_id and c.answered_at is not null)`,
      )
      return found.length
        ? red(`기록이 없는 충전: ${found.join(', ')}`, '토스 개발자센터에서 그 주문을 찾아 맞춰 봐 주세요.')
        : ok('빠진 기록이 없어요.')
    },
  },
  {
    key: 'calls-are-answered',
    group: 'book',
    title: '답을 모르는 토스 요청이 없음',
    who: 'operator',
    async run(doctor) {
      const before = new Date(doctor.ctx.now().getTime() - UNANSWERED_FOR_MS)
      const subject = (table: 'c' | 'l') =>
        sql.raw(
          `coalesce(${table}.order_id, ${table}.auto_topup_id::text, ${table}.withdrawal_id::text, ${table}.ref_seller_id)`,
        )
      const found = await references(
        doctor,
        sql`select distinct ${subject('c')} as reference from toss_calls c
          where c.answered_at is null and c.started_at < ${before} and not exists (select from toss_calls l
            where ${subject('l')} = ${subject('c')} and l.answered_at is not null and l.started_at > c.started_at)`,
      )
      return found.length
        ? red(
            `10분 넘게 답을 모르는 요청: ${found.join(', ')}`,
            '토스가 응답하는지 보고, docs/operations.md의 “결과를 모를 때”를 따라 주세요.',
          )
        : ok('보낸 요청의 결과를 모두 알아요.')
    },
  },
  {
    key: 'duplicates-are-refused',
    group: 'book',
    title: '같은 충전을 두 번 올릴 수 없음 (직접 시도)',
    who: 'developer',
    async run({ ctx }) {
      const reference = `doctor-${newId()}`
      const outcome = await undone(ctx.db, async (tx) => {
        const first = await post(tx, ctx, trial(reference, 1n, ctx.now()))
        const again = await post(tx, ctx, trial(reference, 1n, ctx.now()))
        const other = await post(tx, ctx, trial(reference, 2n, ctx.now())).then(
          () => 'posted',
          () => 'refused',
        )
        return { first: first.replayed, again: again.replayed, other, posted: await countOf(tx, reference) }
      })
      const right = !outcome.first && outcome.again && outcome.other === 'refused' && outcome.posted === 1
      return right
        ? ok('같은 것을 두 번, 금액을 바꿔 한 번 더 올려 봤고 한 번만 남았어요. 시도는 되돌렸어요.')
        : red('두 번째 시도가 막히지 않았어요.', '충전을 멈추고 transactions_once 제약을 살펴봐 주세요.')
    },
  },
]

const trial = (reference: string, amount: bigint, occurredAt: Date): Movement => ({
  type: 'suspense_in',
  reference,
  occurredAt,
  legs: [
    { account: 'pg_receivable', amount: -amount },
    { account: 'suspense', amount },
  ],
})

async function countOf(tx: Tx, reference: string): Promise<number> {
  const { rows } = await tx.execute<{ posted: string }>(
    sql`select count(*) as posted from transactions where reference = ${reference}`,
  )
  return Number(rows[0]!.posted)
}

async function references({ ctx }: Doctor, query: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ reference: string }>(sql`${query} limit ${MOST_NAMED}`)
  return rows.map(({ reference }) => reference)
}

function ago(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS))
  if (minutes < 60) return `${minutes}분`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}시간` : `${Math.floor(hours / 24)}일`
}
