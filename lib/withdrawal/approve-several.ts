import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { describeError, log } from '@/lib/log'
import { approveWithdrawal } from './approve'

type Several = { operatorId: string; withdrawalIds: string[]; reason: string }

/** What became of one of them; `refused` is why it did not go through. */
export type Verdict = {
  withdrawalId: string
  outcome: 'sendable' | 'agreed' | 'refused'
  refused: string | null
}

/**
 * An operator agrees to several for one reason, each decided on its own: one that is refused, or of which the database
 * did not say, keeps none of the others. `agreed`: others have to agree as well before it is sent.
 */
export async function approveSeveral(
  ctx: Ctx,
  { operatorId, withdrawalIds, reason }: Several,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const withdrawalId of new Set(withdrawalIds)) {
    verdicts.push(
      await approveWithdrawal(ctx, { operatorId, withdrawalId, reason }).then(
        ({ status }): Verdict => ({
          ...{ withdrawalId, refused: null },
          outcome: status === 'APPROVED' ? 'sendable' : 'agreed',
        }),
        (error: unknown): Verdict => ({
          ...{ withdrawalId, outcome: 'refused' },
          refused: whyNot(error, withdrawalId),
        }),
      ),
    )
  }
  return verdicts
}

/** An outage in the middle leaves the outcome of one unknown; those before it stand, and have to be told. */
function whyNot(error: unknown, withdrawalId: string): string {
  if (error instanceof PosPayError) return error.message
  log.error({ withdrawalId, ...describeError(error) }, 'approving failed')
  return '결과를 확인하지 못했어요. 새로고침해서 확인해 주세요.'
}
