import { z } from 'zod'
import { PosPayError } from '@/lib/errors'
import { readHistory } from '@/lib/ledger/read'
import { toJsonAmount } from '@/lib/money'
import { userRoute } from '@/lib/route'
import { toKstIso } from '@/lib/time'

const query = z.object({
  wallet: z.enum(['balance', 'pending', 'withdrawable']).default('balance'),
  type: z.string().max(50).optional(),
  cursor: z.string().max(50).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

export const GET = userRoute({}, async ({ ctx, user, url }) => {
  const asked = query.safeParse(Object.fromEntries(url.searchParams))
  if (!asked.success) throw new PosPayError('INVALID_REQUEST')
  const { items, nextCursor } = await readHistory(ctx, { userId: user.id, ...asked.data })
  return {
    status: 200,
    body: {
      items: items.map((item) => ({
        ...item,
        amount: toJsonAmount(item.amount),
        balanceAfter: toJsonAmount(item.balanceAfter),
        occurredAt: toKstIso(item.occurredAt),
      })),
      nextCursor,
    },
  }
})
