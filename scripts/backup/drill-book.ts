import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { connect, type Database } from '@/db/client'
import { withTx } from '@/db/tx'
import { charge } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'

const AMOUNT = 10_000n

/** Writes charges as they come, each with its order, answer and posting, until it is told to stop. */
export async function keepCharging(appUrl: string, signal: AbortSignal): Promise<void> {
  const db = connect(appUrl, { max: 1, applicationName: 'pospay-drill' })
  try {
    while (!signal.aborted) await chargeOnce(db)
  } finally {
    await db.$client.end()
  }
}

async function chargeOnce(db: Database): Promise<void> {
  const [user, now, orderId] = [randomUUID(), new Date(), `ord_${randomUUID().replaceAll('-', '')}`]
  await withTx(db, async (tx) => {
    await tx.execute(
      sql`insert into users (id, name, customer_key, created_at) values (${user}, '훈련', ${`cus_${user}`}, ${now})`,
    )
    await tx.execute(
      sql`insert into orders (id, user_id, amount, status, payment_key_fingerprint, method, created_at, expires_at, confirming_at, approved_at, updated_at)
        values (${orderId}, ${user}, ${AMOUNT}, 'DONE', ${orderId}, 'CARD', ${now}, ${now}, ${now}, ${now}, ${now})`,
    )
    await tx.execute(
      sql`insert into toss_calls (id, order_id, operation, idempotency_key, request_hash, request_id, started_at, answered_at, http_status, answer)
        values (${randomUUID()}, ${orderId}, 'confirm', ${orderId}, 'drill', 'drill', ${now}, ${now}, 200,
          jsonb_build_object('status', 'DONE', 'orderId', ${orderId}::text, 'totalAmount', ${AMOUNT}::bigint))`,
    )
    const by = { actor: 'job:drill', requestId: 'drill', now: () => now }
    await post(tx, by, charge({ user, orderId, amount: AMOUNT, occurredAt: now }))
  })
}
