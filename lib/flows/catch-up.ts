import type { Ctx } from '@/lib/context'
import { describeError, log } from '@/lib/log'
import { compare } from '@/lib/reconcile/compare'
import { readOurs } from '@/lib/reconcile/read-ours'
import { IncompleteList } from '@/lib/reconcile/read-pages'
import { readTheirs } from '@/lib/reconcile/read-theirs'
import { addMs, MINUTE_MS } from '@/lib/time'
import { lookAgain } from './look-again'

/** With what it takes for a look and what is left alone, everything is known within five minutes. */
export const CATCH_UP_EVERY_MS = 3 * MINUTE_MS
/** Several looks at everything, should one come to nothing; what all of them miss the night's reconciliation finds. */
const LOOK_BACK_MS = 15 * MINUTE_MS
/** What is younger may be the request of right now. */
const SETTLING_MS = MINUTE_MS

/**
 * Has Toss asked about every order of which its list of the last minutes knows more than our book, whoever moved that
 * money: so none of Toss's messages is needed. Safe to run twice. Answers how many orders were looked at.
 */
export async function catchUp(ctx: Ctx): Promise<number> {
  const now = ctx.now()
  const window = { from: addMs(now, -LOOK_BACK_MS), to: addMs(now, -SETTLING_MS) }
  try {
    const theirs = await readTheirs(ctx, window.from, now)
    const ours = await readOurs(ctx, window.from, now)
    return (await lookAgain(ctx, compare(ours, theirs, window))).length
  } catch (error) {
    if (!(error instanceof IncompleteList)) throw error
    log.warn(describeError(error), "Toss's list did not come whole")
    return 0
  }
}
