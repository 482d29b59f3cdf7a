import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { orders } from '@/db/schema/charge'
import { refundCharges } from '@/lib/refund/refund-charges'
import { openRoles } from '../support/roles'
import { expectSound, openScene } from '../support/scene'
import { charged, newKey } from './support'

const scene = await openScene()
const { ctx, toss } = scene
const { superuser } = openRoles(scene.database)

const account = { bankCode: '20', accountNumber: '1002123456789', holderName: '김하늘' }

/** A charge as it is once a virtual account was paid into. */
async function deposited() {
  const charge = await charged(scene, 10_000n)
  const { orderId, paymentKey, amount } = charge
  await toss.plant({ orderId, paymentKey, totalAmount: Number(amount), method: '가상계좌', card: null })
  await ctx.db.update(orders).set({ method: 'VIRTUAL_ACCOUNT' }).where(eq(orders.id, orderId))
  return charge
}

test('what came by a virtual account goes to an account, and nothing is reserved without one', async () => {
  const { userId, orderId, paymentKey } = await deposited()
  const ask = { userId, parts: [{ orderId, amount: 4_000n }] }
  await expect(refundCharges(ctx, { ...ask, key: newKey() })).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    fields: { refundAccount: expect.any(String) },
  })
  const [made] = await refundCharges(ctx, { ...ask, account, key: newKey() })
  expect(made!.status).toBe('DONE')
  const [call] = await toss.cancels(paymentKey)
  expect(call!.body).toMatchObject({
    cancelAmount: 4_000,
    refundReceiveAccount: { bank: '20', accountNumber: '1002123456789', holderName: '김하늘' },
  })
  await expectSound(scene)
})

test.each([
  ['9001', 'holderName'],
  ['9002', 'accountNumber'],
])('an account that ends in %s is refused by its %s before anything is reserved', async (ending, field) => {
  const { userId, orderId, paymentKey } = await deposited()
  const wrong = { ...account, accountNumber: `100212345${ending}` }
  const ask = { userId, parts: [{ orderId, amount: 4_000n }], account: wrong, key: newKey() }
  await expect(refundCharges(ctx, ask)).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    fields: { [field]: expect.any(String) },
  })
  expect(await toss.cancels(paymentKey)).toEqual([])
  await expectSound(scene)
})

test('where the bank cannot be asked, Toss checks the account by itself', async () => {
  const { userId, orderId } = await deposited()
  await toss.fault('drop-before', { match: 'POST /bank/holder' })
  const ask = { userId, parts: [{ orderId, amount: 4_000n }], account, key: newKey() }
  expect((await refundCharges(ctx, ask))[0]!.status).toBe('DONE')
})

test('neither number nor holder of the account is kept in the clear', async () => {
  const { userId, orderId } = await deposited()
  await refundCharges(ctx, { userId, parts: [{ orderId, amount: 4_000n }], account, key: newKey() })
  const { rows } = await superuser.query(
    'select r::text from charge_refunds r union all select c::text from toss_calls c',
  )
  expect(rows.length).toBeGreaterThan(0)
  const kept = JSON.stringify(rows)
  expect(kept).not.toContain('1002123456789')
  // `users` has the same name for another reason; what was asked for must not.
  expect(kept).not.toContain('김하늘')
})
