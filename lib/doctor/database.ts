import { sql } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import * as charge from '@/db/schema/charge'
import * as ledger from '@/db/schema/ledger'
import { auditLog } from '@/db/schema/identity'
import { idempotencyKeys } from '@/db/schema/platform'
import type { Ctx } from '@/lib/context'
import journal from '@/drizzle/meta/_journal.json'
import { ok, red, type Check } from './check'

const { wallets, transactions, entries, platformLinks, closedDays } = ledger

/** The tables that money is in, and what keeps two of a kind out of them. */
const GUARDED = [
  wallets,
  transactions,
  entries,
  platformLinks,
  closedDays,
  charge.orders,
  charge.tossCalls,
  auditLog,
  idempotencyKeys,
]

/** What refuses every change of what is written once, and an entry that does not add up. */
export const TRIGGERS = [
  ...[
    'transactions',
    'entries',
    'audit_log',
    'platform_links',
    'closed_days',
    'evidence',
    'withholding_profiles',
    'switch_flips',
    'deposit_proofs',
    'consents',
    'marketing_choices',
    'safeguard_checks',
    'safeguard_bank_checks',
    'bank_statements',
    'bank_lines',
    'bank_matches',
    'break_notes',
    'case_notes',
    'filings',
  ].flatMap((table) => [`${table}_append_only`, `${table}_no_truncate`]),
  ...['settings_decided_for_good', 'settings_kept', 'settings_no_truncate', 'proof_nodes_not_edited'],
  ...['adjustments_decided_once', 'adjustments_no_truncate'],
  ...['freezes_lifted_for_good', 'freezes_kept', 'freezes_no_truncate'],
  ...['document_versions_kept', 'document_versions_no_truncate'],
  ...['reconciliation_breaks_closed_once', 'reconciliation_breaks_no_truncate'],
  ...['cases_step_by_step', 'cases_no_truncate'],
  ...['bank_watch_kept', 'bank_watch_no_truncate'],
  ...['wallets_no_delete', 'wallets_no_truncate', 'entries_whole', 'users_open_wallets'],
]

export const DATABASE_CHECKS: Check[] = [
  {
    key: 'triggers',
    group: 'database',
    title: '장부를 지키는 트리거가 모두 켜짐',
    who: 'developer',
    async run({ ctx }) {
      const on = await names(
        ctx,
        sql`select tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
          where c.relnamespace = 'public'::regnamespace and not tgisinternal and tgenabled in ('A', 'O')`,
      )
      return complete('트리거', TRIGGERS, on)
    },
  },
  {
    key: 'constraints',
    group: 'database',
    title: '장부와 충전의 제약 조건이 모두 있음',
    who: 'developer',
    async run({ ctx }) {
      const valid = await names(
        ctx,
        sql`select conname as name from pg_constraint where connamespace = 'public'::regnamespace and convalidated
          union all select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
          where c.relnamespace = 'public'::regnamespace and i.indisunique and i.indisvalid`,
      )
      return complete('제약 조건', GUARDED.flatMap(constraintsOf), valid)
    },
  },
  {
    key: 'migrations',
    group: 'database',
    title: '마이그레이션이 모두 적용됨',
    who: 'developer',
    async run({ ctx }) {
      const { rows } = await ctx.db.execute<{ at: string }>(
        sql`select created_at::text as at from drizzle.__drizzle_migrations`,
      )
      const applied = new Set(rows.map(({ at }) => at))
      const known = journal.entries.map(({ when, tag }) => ({ at: String(when), tag }))
      const missing = known.filter(({ at }) => !applied.has(at))
      if (missing.length)
        return red(
          `${missing.map(({ tag }) => tag).join(', ')}이(가) 빠졌어요.`,
          '마이그레이션을 실행해 주세요.',
        )
      if (applied.size > known.length)
        return red('데이터베이스가 이 프로그램보다 새로워요.', '새 버전을 배포해 주세요.')
      return ok(`${known.length}개를 모두 적용했어요.`)
    },
  },
]

/** What Postgres calls everything that the schema says of a table. */
function constraintsOf(table: PgTable): string[] {
  const { checks, foreignKeys, uniqueConstraints, primaryKeys, indexes } = getTableConfig(table)
  return [
    ...checks.map(({ name }) => name),
    ...foreignKeys.map((key) => key.getName()),
    ...uniqueConstraints.map((unique) => unique.getName()!),
    ...primaryKeys.map((key) => key.getName()),
    ...indexes.filter(({ config }) => config.unique).map(({ config }) => config.name!),
  ]
}

async function names({ db }: Pick<Ctx, 'db'>, query: ReturnType<typeof sql>): Promise<Set<string>> {
  const { rows } = await db.execute<{ name: string }>(query)
  return new Set(rows.map(({ name }) => name))
}

function complete(what: string, wanted: string[], found: Set<string>) {
  const missing = wanted.filter((name) => !found.has(name))
  if (missing.length === 0) return ok(`${what} ${wanted.length}개가 모두 지키고 있어요.`)
  return red(
    `없거나 꺼진 ${what}: ${missing.join(', ')}`,
    '누가 껐는지 밝히고, 다시 켠 뒤 npm run verify를 실행해 주세요.',
  )
}
