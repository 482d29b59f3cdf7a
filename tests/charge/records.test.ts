import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { confirmCharge } from '@/lib/charge/confirm'
import { getOrder } from '@/lib/charge/read'
import { recoverCharges } from '@/lib/charge/recover'
import { orderShape, orderToWire } from '@/lib/charge/wire'
import type { Ctx } from '@/lib/context'
import { once } from '@/lib/idempotency/once'
import { SECOND_MS } from '@/lib/time'
import { openRoles } from '../support/roles'
import { openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const { superuser } = openRoles(scene.database)

/** Everything that the database holds, as one text. */
async function dump(): Promise<string> {
  const { rows } = await superuser.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const tables = await Promise.all(rows.map(({ name }) => superuser.query(`select t::text from ${name} t`)))
  return tables.flatMap((table) => table.rows.map(({ t }: { t: string }) => t)).join('\n')
}

type Call = {
  operation: string
  key: string | null
  started: boolean
  code: string | null
  status: number | null
}

async function callsOf(orderId: string): Promise<Call[]> {
  const { rows } = await ctx.db.execute<Call>(
    sql`select operation, idempotency_key as key, code, http_status as status from toss_calls
      where order_id = ${orderId} order by started_at, id`,
  )
  return rows
}

describe('what is kept of a charge', () => {
  test('has neither the payment key nor a card number nor a secret in the clear', async () => {
    const order = await paidOrder(scene, 10_000n)
    await toss.fault('drop-after')
    await confirmCharge(ctx, order)
    await toss.advance(30 * SECOND_MS)
    await recoverCharges(ctx)
    const { userId, orderId } = order
    const confirm = {
      userId,
      route: 'POST confirm',
      key: randomUUID(),
      body: { paymentKey: order.paymentKey },
    }
    const shown = z.encode(
      orderShape,
      orderToWire(await getOrder(ctx, userId, orderId), { refundable: 0n, refunds: [] }),
    )
    await once(ctx, confirm, async () => ({ status: 200, body: shown }))
    expect(shown.receiptUrl, 'the receipt shows that the look below can find it').toContain(order.paymentKey)

    const answer = await ctx.toss.findByOrder(order.orderId)
    if (answer.kind !== 'payment') throw new Error('Toss does not know the order')
    const { card, secret } = answer.payment as unknown as {
      card: { number: string }
      secret: string
    }
    const kept = await dump()
    expect(kept).toContain(order.orderId)
    for (const hidden of [order.paymentKey, card.number, secret, process.env.ENCRYPTION_KEYS!]) {
      expect(hidden.length).toBeGreaterThan(5)
      expect(kept).not.toContain(hidden)
    }
  })

  test('opens to the payment key with our keys alone', async () => {
    const order = await paidOrder(scene, 10_000n)
    await confirmCharge(ctx, order)
    const { rows } = await ctx.db.execute<{ sealed: string; fingerprint: string }>(
      sql`select payment_key_sealed as sealed, payment_key_fingerprint as fingerprint from orders where id = ${order.orderId}`,
    )
    expect(ctx.sealer.open(rows[0]!.sealed)).toBe(order.paymentKey)
    expect(rows[0]!.fingerprint).toBe(ctx.sealer.fingerprint(order.paymentKey))
  })

  test('is the request before a byte leaves, and the answer afterwards', async () => {
    const order = await paidOrder(scene, 10_000n)
    let before: Call[] = []
    const watched: Ctx = {
      ...ctx,
      toss: {
        ...ctx.toss,
        async confirm(request) {
          before = await callsOf(order.orderId)
          return ctx.toss.confirm(request)
        },
      },
    }
    await confirmCharge(watched, order)
    const key = `confirm:${order.orderId}:1`
    expect(before).toEqual([{ operation: 'confirm', key, code: null, status: null }])
    expect(await callsOf(order.orderId)).toEqual([{ operation: 'confirm', key, code: null, status: 200 }])
  })

  test('tells an error code, and how a connection failed, apart from an answer', async () => {
    const refused = await paidOrder(scene, 10_000n)
    await toss.fault('code:REJECT_CARD_PAYMENT')
    await confirmCharge(ctx, refused)
    expect(await callsOf(refused.orderId)).toMatchObject([{ code: 'REJECT_CARD_PAYMENT', status: 403 }])

    const lost = await paidOrder(scene, 10_000n)
    await toss.fault('drop-before')
    await confirmCharge(ctx, lost)
    expect(await callsOf(lost.orderId)).toMatchObject([{ code: expect.any(String), status: null }])
  })
})
