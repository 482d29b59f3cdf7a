import { switchFlips } from '@/db/schema/platform'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { isOn, type Switch } from './switches'

type Flip = { operatorId: string; which: Switch; on: boolean; reason: string }

/**
 * Stops something for everybody, or lets it go on again: one person is enough, as it may have to be quick. Throws
 * FORBIDDEN, and STATE_CONFLICT where it is so already.
 */
export async function flip(ctx: Ctx, { operatorId, which, on, reason }: Flip): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'switches.flip')
    if ((await isOn(tx, which)) === on) throw new PosPayError('STATE_CONFLICT')
    const made = { switch: which, on, reason, flippedBy: operatorId, flippedAt: ctx.now() }
    await tx.insert(switchFlips).values(made)
    await audit(ctx, tx, { action: on ? 'switch.on' : 'switch.off', target: which, reason })
  })
}
