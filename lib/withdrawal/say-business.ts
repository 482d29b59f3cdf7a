import { withTx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { keepBusiness, type Business } from '@/lib/identity/business'
import { readSeller } from './toss/seller'

/**
 * An owner says what business they have, or none. Throws STATE_CONFLICT where Toss pays them: whom it pays says so too,
 * and both are told together.
 */
export async function sayBusiness(ctx: Ctx, said: Business & { userId: string }): Promise<void> {
  await withTx(ctx.db, async (tx) => {
    if (await readSeller(tx, said.userId))
      throw new PosPayError('STATE_CONFLICT', {
        message: '받는 분 정보에 이미 적혀 있어요. 거기에서 바꿔 주세요.',
      })
    await keepBusiness(ctx, tx, said)
  })
}
