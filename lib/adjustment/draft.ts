import { ADJUSTMENT_TYPES, type AdjustmentLeg } from '@/db/schema/adjustment'
import { z } from 'zod'
import type { WalletKind } from '@/db/schema/ledger'
import { isId } from '@/lib/ids'
import { isAccount } from '@/lib/ledger/chart'
import type { Leg } from '@/lib/ledger/movements'
import { isUsers } from './rules'

const leg = z
  .object({
    account: z.string().refine(isAccount),
    amount: z.string().regex(/^-?[1-9]\d{0,11}$/),
    user: z.string().refine(isId).optional(),
  })
  .refine(({ account, user }) => isUsers(account) === (user !== undefined), {
    message: '회원의 계정에는 회원 번호를 적고, 다른 계정에는 비워 주세요.',
  })

/** What somebody wants moved: an id of their own choosing makes sending it twice the same. */
export const draftSchema = z.object({
  id: z.string().refine(isId),
  type: z.enum(ADJUSTMENT_TYPES),
  legs: z.array(leg).max(8),
  reverses: z.string().refine(isId).optional(),
})

export type Draft = z.output<typeof draftSchema>

export function toLegs(legs: AdjustmentLeg[]): Leg[] {
  return legs.map(({ account, amount, user }): Leg => {
    const won = BigInt(amount)
    return user === undefined
      ? { account: account as Exclude<typeof account, WalletKind>, amount: won }
      : { account: account as WalletKind, user, amount: won }
  })
}
