import { chargeLimits } from '@/lib/charge/limits'
import { readWallet } from '@/lib/ledger/read'
import { toJsonAmount } from '@/lib/money'
import { userRoute } from '@/lib/route'

export const GET = userRoute({}, async ({ ctx, user }) => {
  const [wallet, limits] = await Promise.all([readWallet(ctx, user.id), chargeLimits(ctx, user.id)])
  return {
    status: 200,
    body: {
      balance: toJsonAmount(wallet.balance),
      pending: toJsonAmount(wallet.pending),
      withdrawable: toJsonAmount(wallet.withdrawable),
      debt: toJsonAmount(wallet.debt),
      charge: { min: toJsonAmount(limits.min), max: toJsonAmount(limits.max) },
    },
  }
})
