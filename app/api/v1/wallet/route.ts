import { chargeLimits } from '@/lib/charge/limits'
import { readWallet } from '@/lib/ledger/read'
import * as wire from '@/lib/ledger/wire'
import { userRoute } from '@/lib/route'

export const GET = userRoute(wire.getWallet, async ({ ctx, user }) => {
  const [wallet, charge] = await Promise.all([readWallet(ctx, user.id), chargeLimits(ctx, user.id)])
  return { status: 200, body: { ...wallet, charge } }
})
