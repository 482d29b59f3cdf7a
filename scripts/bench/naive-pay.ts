import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { bookings, untoldPayments } from '@/db/schema/booking'
import { entries, transactions, wallets } from '@/db/schema/ledger'
import { idempotencyKeys } from '@/db/schema/platform'
import { newId } from '@/lib/ids'
import { splitFee } from '@/lib/money'
import { kstDay } from '@/lib/time'
import type { Held } from './bookings'
import { POSTING } from './calendar'

const NO_HASH = Buffer.alloc(32)

/**
 * A booking paid as it is usually written: the key of the request, the booking, both wallets, the entries, what is to be told,
 * each by a statement of Drizzle's and all in one transaction. It spares itself the hash chain.
 */
export async function payNaively(db: Database, { bookingId, renterId }: Held): Promise<void> {
  const now = new Date()
  await db.transaction(async (tx) => {
    await tx.insert(idempotencyKeys).values({
      userId: renterId,
      route: `POST /api/v1/bookings/${bookingId}/pay`,
      key: newId(),
      requestHash: '{}',
      leaseUntil: now,
      createdAt: now,
    })
    const [booking] = await tx.select().from(bookings).where(eq(bookings.id, bookingId)).for('update')
    if (booking?.status !== 'HELD' || booking.expiresAt <= now) throw new Error('not held')
    const locked = await tx
      .select()
      .from(wallets)
      .where(
        and(
          inArray(wallets.userId, [renterId, booking.ownerId]),
          inArray(wallets.kind, ['balance', 'withdrawable']),
        ),
      )
      .orderBy(wallets.id)
      .for('update')
    const renter = locked.find(({ userId, kind }) => userId === renterId && kind === 'balance')!
    const owner = locked.find(({ userId, kind }) => userId === booking.ownerId && kind === 'withdrawable')!
    const split = splitFee(booking.price, BigInt(booking.feeRateBp))
    if (renter.balance < split.gross) throw new Error('insufficient balance')

    const id = newId()
    await tx.insert(transactions).values({
      id,
      type: 'payment',
      reference: bookingId,
      requestHash: NO_HASH,
      actor: POSTING.actor,
      requestId: POSTING.requestId,
      occurredAt: now,
      recordedAt: now,
      businessDate: kstDay(now),
    })
    const lines = []
    for (const [wallet, amount] of [
      [renter, -split.gross],
      [owner, split.net],
    ] as const) {
      const balance = wallet.balance + amount
      const walletVersion = wallet.version + 1n
      await tx
        .update(wallets)
        .set({ balance, version: walletVersion, headHash: NO_HASH })
        .where(eq(wallets.id, wallet.id))
      const chain = { walletId: wallet.id, walletVersion, balanceAfter: balance, hash: NO_HASH }
      lines.push({ account: wallet.kind, amount, ...chain })
    }
    const platform = [
      { account: 'fee_revenue' as const, amount: split.supply },
      { account: 'vat_payable' as const, amount: split.vat },
    ].filter(({ amount }) => amount !== 0n)
    await tx
      .insert(entries)
      .values([...lines, ...platform].map((leg, index) => ({ transactionId: id, line: index + 1, ...leg })))
    await tx
      .update(bookings)
      .set({ status: 'CONFIRMED', paidAt: now, payKey: id, updatedAt: now })
      .where(eq(bookings.id, bookingId))
    await tx.insert(untoldPayments).values({ bookingId })
  })
}
