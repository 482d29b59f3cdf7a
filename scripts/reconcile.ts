import { createContext } from '@/lib/context'
import { reconcile } from '@/lib/flows/reconcile'
import { formatWon } from '@/lib/money'
import { readReport, type BreakRow, type Report } from '@/lib/reconcile/report'
import type { RunRow } from '@/lib/reconcile/runs'
import { BREAK_WORDS, otherSideOf, ourSideOf, SETTLEMENT_FIELDS } from '@/lib/reconcile/words'
import { HOUR_MS, toKstIso } from '@/lib/time'

const CLEAN = 0
const BREAKS = 1
const INCOMPLETE = 2

const ctx = createContext({ actor: 'operator:reconcile' })
const run = await reconcile(ctx)
const report = await readReport(ctx)
await ctx.db.$client.end()

console.log(run ? describeRun(run) : '다른 대사가 돌고 있어요. 아래는 마지막으로 끝난 대사의 결과예요.')
console.log(`토스에서 아직 정산받지 않은 돈: ${formatWon(report.unsettled)}`)
if (report.payoutBalance !== 0n)
  console.log(`토스가 정산해 지급에 쓰려고 갖고 있는 돈: ${formatWon(report.payoutBalance)}`)
if (report.shortfall > 0n)
  console.log(`별도관리 계좌에 채워 넣을 돈: ${formatWon(report.shortfall)} (정산에서 빠진 수수료)`)
for (const each of report.open) console.log(`\n${describeBreak(each)}`)
console.log(`\n${describeOpen(report)}`)
process.exitCode = run?.state !== 'COMPLETE' ? INCOMPLETE : report.open.length > 0 ? BREAKS : CLEAN

function describeRun({ state, from, to, reason, ...counted }: RunRow): string {
  const window = `${timeOf(from)} ~ ${timeOf(to)}`
  if (state !== 'COMPLETE')
    return `${window}: 토스 목록을 끝까지 읽지 못했어요 (${reason}). 차이가 없다는 뜻이 아니에요.`
  const { ours, oursSum, theirs, theirsSum, repaired, settled } = counted
  return [
    `${window}: 끝까지 맞춰 봤어요.`,
    `  장부 ${ours}건 ${formatWon(oursSum!)}, 토스 ${theirs}건 ${formatWon(theirsSum!)}`,
    `  다시 조회해 반영한 차이 ${repaired}건, 새로 올린 정산 ${settled}건`,
  ].join('\n')
}

/** An incomplete run says nothing of breaks: what is known is what the last complete one found. */
function describeOpen({ lastComplete, open }: Report): string {
  if (!lastComplete) return '아직 끝까지 맞춰 본 적이 없어요.'
  const found = open.length === 0 ? '열린 차이가 없어요.' : `열린 차이가 ${open.length}건 있어요.`
  return run?.state === 'COMPLETE'
    ? found
    : `${timeOf(lastComplete.startedAt)}에 끝까지 맞춰 봤을 때 ${found}`
}

function describeBreak(row: BreakRow): string {
  const { title, action } = BREAK_WORDS[row.class]
  const side = (won: bigint | null) => (won === null ? '없음' : formatWon(won))
  const field = row.field ? `, ${SETTLEMENT_FIELDS[row.field]}` : ''
  return [
    `[${row.class}] ${title}${field} · ${ageOf(row.occurredAt)}`,
    `  ${row.orderId ? `주문 ${row.orderId} · ` : ''}${ourSideOf(row.class)} ${side(row.ours)} · ${otherSideOf(row.class)} ${side(row.theirs)} · ${row.subject}`,
    `  할 일: ${action}`,
  ].join('\n')
}

function timeOf(at: Date): string {
  return toKstIso(at).slice(0, 16).replace('T', ' ')
}

function ageOf(at: Date): string {
  const hours = Math.floor((ctx.now().getTime() - at.getTime()) / HOUR_MS)
  return hours < 48 ? `${hours}시간 전` : `${Math.floor(hours / 24)}일 전`
}
