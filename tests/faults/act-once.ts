import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { createContext } from '@/lib/context'
import { payFromCharges } from '@/lib/flows/charge-and-pay'

/** One act on a booking in a process of its own, which may die on the way: what, user, booking and key as arguments. */
const [act, userId, bookingId, key] = process.argv.slice(2) as [string, string, string, string]
const ctx = createContext({ actor: `user:${userId}` })
if (act === 'pay') await payBooking(ctx, { renterId: userId, bookingId, key })
else if (act === 'cancel') await cancelBooking(ctx, { userId, bookingId, key })
else await payFromCharges(ctx)
await ctx.db.$client.end()
