import { desc, eq } from 'drizzle-orm'
import { evidence, type EvidenceKind } from '@/db/schema/evidence'
import { users } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'
import { DAY_MS, HOUR_MS, kstDay } from '@/lib/time'
import { ok, red, type Check } from './check'

/** Daily, with two hours for one that took long. */
const BACKUP_AT_LEAST_EVERY_MS = DAY_MS + 2 * HOUR_MS
const DRILL_AT_LEAST_EVERY_MS = 90 * DAY_MS

export type Evidence = {
  id: string
  kind: EvidenceKind
  doneAt: Date
  recordedAt: Date
  /** The operator's name; null where a program wrote it down. */
  by: string | null
  note: string
}

const LATEST = 50

/** What was written down last, newest first. */
export async function readEvidence({ db }: Pick<Ctx, 'db'>, kind?: EvidenceKind): Promise<Evidence[]> {
  const { id, doneAt, recordedAt, recordedBy, note } = evidence
  return db
    .select({ id, kind: evidence.kind, doneAt, recordedAt, by: users.name, note })
    .from(evidence)
    .leftJoin(users, eq(users.id, recordedBy))
    .where(kind && eq(evidence.kind, kind))
    .orderBy(desc(doneAt), desc(id))
    .limit(LATEST)
}

type Wanted = Omit<Check, 'run'> & { kind: EvidenceKind; remedy: string; everyMs?: number }

const WANTED: Wanted[] = [
  {
    key: 'backup',
    kind: 'backup',
    group: 'database',
    title: '백업이 최근 것임',
    who: 'developer',
    everyMs: BACKUP_AT_LEAST_EVERY_MS,
    remedy: 'npm run backup을 매일 돌려 주세요 (docs/operations.md).',
  },
  {
    key: 'restore-drill',
    kind: 'restore_drill',
    group: 'database',
    title: '복구 훈련을 해 봄',
    who: 'developer',
    everyMs: DRILL_AT_LEAST_EVERY_MS,
    remedy: 'npm run restore-drill을 실행해 주세요 (docs/operations.md).',
  },
  {
    key: 'charge-flow',
    kind: 'charge_flow',
    group: 'money',
    title: '테스트 키로 충전 흐름을 끝까지 확인함',
    who: 'developer',
    remedy: '토스의 테스트 키로 npm run test:toss를 실행하고, 결과를 기록해 주세요.',
  },
  {
    key: 'settlement-account',
    kind: 'settlement_account',
    group: 'money',
    title: '토스의 정산 계좌가 우리 계좌임',
    who: 'finance',
    remedy: '개발자센터의 정산 계좌를 통장과 맞춰 보고 기록해 주세요.',
  },
  {
    key: 'small-payment',
    kind: 'small_payment',
    group: 'money',
    title: '실제로 적은 금액을 결제하고 취소해 봄',
    who: 'finance',
    remedy: '라이브 키로 1,000원을 충전해 취소까지 확인하고 기록해 주세요.',
  },
]

export const EVIDENCE_CHECKS: Check[] = WANTED.map(({ kind, remedy, everyMs, ...check }) => ({
  ...check,
  async run({ ctx }) {
    const [last] = await readEvidence(ctx, kind)
    if (!last) return red('기록이 없어요.', remedy)
    const told = `${kstDay(last.doneAt)}, ${last.by ?? '프로그램'}: ${last.note}`
    if (everyMs && ctx.now().getTime() - last.doneAt.getTime() > everyMs)
      return red(`오래된 기록이에요. ${told}`, remedy)
    return ok(told)
  },
}))
