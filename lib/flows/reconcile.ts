import { findMatches } from '@/lib/bank-statement/find-matches'
import { readStanding } from '@/lib/bank-statement/read-standing'
import type { Ctx } from '@/lib/context'
import { failpoint } from '@/lib/failpoint'
import { describeError, log } from '@/lib/log'
import { compare, type Finding, type Moved } from '@/lib/reconcile/compare'
import { conclude } from '@/lib/reconcile/conclude'
import { reachBack, readOurs } from '@/lib/reconcile/read-ours'
import { findBalanceDifference } from '@/lib/reconcile/payout-balance'
import { IncompleteList } from '@/lib/reconcile/read-pages'
import { readPayouts, readTheirs } from '@/lib/reconcile/read-theirs'
import { beginRun, endIncomplete, type RunRow } from '@/lib/reconcile/runs'
import { findStuck } from '@/lib/reconcile/stuck'
import { feesOf, findOtherFees } from '@/lib/settlement/fees'
import { settlePayouts, type Settled } from '@/lib/settlement/settle'
import { addMs, DAY_MS, kstMidnight } from '@/lib/time'
import { lookAgain } from './look-again'

/** How far apart the two sides may have the same thing by their clocks, or since we look only now and then. */
const MARGIN_MS = DAY_MS

/**
 * Holds our book against Toss's lists: posts the settlements that are new, has what is missing here asked about again,
 * and leaves the rest as breaks. A list that did not come whole concludes nothing. Safe to run at any time and twice.
 * Answers null when another run is at it.
 */
export async function reconcile(ctx: Ctx): Promise<RunRow | null> {
  const run = await beginRun(ctx)
  return run && finishRun(ctx, run)
}

/** What a run that has begun does until it ends. */
export async function finishRun(ctx: Ctx, run: RunRow): Promise<RunRow> {
  await failpoint('reconcile.1')
  try {
    return await hold(ctx, run)
  } catch (error) {
    const incomplete = error instanceof IncompleteList
    log.warn({ runId: run.id, ...describeError(error) }, 'reconciliation incomplete')
    const ended = await endIncomplete(ctx, run, incomplete ? error.message : 'failed')
    if (!incomplete) throw error
    return ended
  }
}

async function hold(ctx: Ctx, run: RunRow): Promise<RunRow> {
  const since = addMs(run.from, -MARGIN_MS)
  const readFrom = await reachBack(ctx, since)
  const theirs = await readTheirs(ctx, readFrom, run.startedAt)
  const payouts = await readPayouts(ctx, since, run.startedAt)
  await failpoint('reconcile.2')
  const before = await readOurs(ctx, readFrom, ctx.now())
  const first = compare(before, theirs, run)
  const looked = await lookAgain(ctx, first)
  const ours = looked.length > 0 ? await readOurs(ctx, readFrom, ctx.now()) : before
  const differing = looked.length > 0 ? compare(ours, theirs, run) : first
  // Only now: what has just been credited may have been paid out as well.
  const settled = await settlePayouts(ctx, payouts)
  await failpoint('settlement.1')
  const unposted = settled.problems.map(({ row }) => row.payOutAmount)
  const balance = await findBalanceDifference(ctx, unposted)
  await findMatches(ctx)
  await failpoint('bank_statement.1')
  return conclude(ctx, run, {
    ...tally(ours, theirs, run),
    findings: [
      ...[...differing, ...mismatches(settled, differing), ...balance],
      ...[...(await findStuck(ctx)), ...(await findBankDifferences(ctx))],
      ...(await findFeeDifferences(ctx, { from: since, to: run.startedAt })),
    ],
    looked,
    repaired: first.filter(({ subject }) => !differing.some((still) => still.subject === subject)).length,
    settled: settled.posted,
  })
}

/** What has not come to the other side in time. */
async function findBankDifferences(ctx: Ctx): Promise<Finding[]> {
  const standing = await readStanding(ctx)
  const late = standing?.differences.filter(({ early }) => !early) ?? []
  return late.map(({ class: what, subject, ours, theirs, day }) => ({
    ...{ class: what, subject, ours, theirs, at: kstMidnight(day) },
    ...{ orderId: null, fingerprint: null },
  }))
}

/** What Toss kept by other rates than agreed, a day's of one method together: a rate is wrong for all of them. */
async function findFeeDifferences(ctx: Ctx, days: { from: Date; to: Date }): Promise<Finding[]> {
  const found = await findOtherFees(ctx, days)
  return [...new Set(found.map(feesOf))].map((subject) => {
    const fees = found.filter((each) => feesOf(each) === subject)
    return {
      ...{ class: 'FEE_MISMATCH', subject, fingerprint: null, at: kstMidnight(fees[0]!.day) },
      orderId: fees.length === 1 ? fees[0]!.orderId : null,
      ours: fees.reduce((sum, { contract }) => sum + contract, 0n),
      theirs: fees.reduce((sum, { fee }) => sum + fee, 0n),
    }
  })
}

/** That a payment which differs is not settled as our book has it is no news. */
function mismatches({ problems }: Settled, differing: Finding[]): Finding[] {
  const known = new Set(differing.map(({ orderId }) => orderId))
  const news = problems.filter(({ row }) => !known.has(row.orderId))
  return news.map(({ row, problem }) => ({
    class: 'SETTLEMENT_MISMATCH',
    subject: `settlement ${row.transactionKey}`,
    orderId: row.orderId,
    fingerprint: null,
    ours: problem.expected,
    theirs: problem.found,
    field: problem.field,
    at: kstMidnight(row.paidOutDate),
  }))
}

function tally(ours: Moved[], theirs: Moved[], { from, to }: RunRow) {
  const [a, b] = [ours, theirs].map((side) => side.filter(({ at }) => from <= at && at < to))
  const sum = (side: Moved[]) => side.reduce((total, { amount }) => total + amount, 0n)
  return { ours: a!.length, oursSum: sum(a!), theirs: b!.length, theirsSum: sum(b!) }
}
