import { drizzle } from 'drizzle-orm/node-postgres'
import { expect, test } from 'vitest'
import { cancelBooking } from '@/lib/booking/cancel'
import { BOOKING_INVARIANTS } from '@/lib/booking/invariants'
import { payBooking } from '@/lib/booking/pay'
import { tellPaid } from '@/lib/booking/tell-paid'
import { DAY_MS } from '@/lib/time'
import { verify } from '@/lib/verify'
import { openRoles } from '../support/roles'
import { expectSound, openScene } from '../support/scene'
import { setSetting } from '../support/set-setting'
import { bookHours, newKey, newPlace, richRenter, rowOf } from './support'

const scene = await openScene()
const { ctx } = scene
const { superuser } = openRoles(scene.database)

/** One booking paid at once to the owner, one that waits for its release, one cancelled, one held. */
const book = await writeBook()

async function writeBook() {
  const place = await newPlace(scene)
  const renterId = await richRenter(scene, 200_000n)
  const pay = async (hour: number) => {
    const { id } = await bookHours(scene, { ...place, renterId, hour })
    await payBooking(ctx, { renterId, bookingId: id, key: newKey() })
    return id
  }
  const canceled = await pay(3)
  await cancelBooking(ctx, { userId: renterId, bookingId: canceled, key: newKey() })
  await setSetting(ctx.db, 'settlement', { delayHours: 24 }, new Date(ctx.now().getTime() - DAY_MS))
  const waiting = await pay(5)
  await tellPaid(ctx)
  const paid = await pay(1)
  const { id: held } = await bookHours(scene, { ...place, renterId, hour: 7 })
  await expectSound(scene)
  return { ...place, renterId, paid, canceled, waiting, held }
}

async function verifyAfter(statement: string) {
  const client = await superuser.connect()
  try {
    await client.query('begin')
    for (const table of ['bookings', 'entries', 'wallets', 'transactions', 'notifications']) {
      await client.query(`alter table ${table} disable trigger all`)
    }
    await client.query(statement)
    return await verify(drizzle(client), BOOKING_INVARIANTS, { now: ctx.now() })
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const transactionOf = (type: string, reference: string) =>
  `(select id from transactions where type = '${type}' and reference = '${reference}')`

const PLANTS: [string, string, () => string][] = [
  [
    'paid_bookings_are_posted',
    book.held,
    () => `update bookings set status = 'CONFIRMED', paid_at = created_at where id = '${book.held}'`,
  ],
  [
    'paid_bookings_are_posted',
    book.paid,
    () =>
      `update bookings set status = 'CANCELED', canceled_at = created_at, canceled_by = 'renter', paid_at = null where id = '${book.paid}'`,
  ],
  [
    'paid_bookings_are_posted',
    book.paid,
    () =>
      `update entries set amount = amount - 1 where account = 'balance' and transaction_id = ${transactionOf('payment', book.paid)}`,
  ],
  [
    'paid_bookings_are_posted',
    book.paid,
    () => `update bookings set fee_rate_bp = 999 where id = '${book.paid}'`,
  ],
  [
    'refunds_are_posted',
    book.paid,
    () => `update bookings set refunded = 5, refunds = 1 where id = '${book.paid}'`,
  ],
  [
    'refunds_are_posted',
    book.canceled,
    () => `update bookings set refunded = refunded - 1 where id = '${book.canceled}'`,
  ],
  [
    'refunds_are_posted',
    book.canceled,
    () =>
      `update entries set amount = amount + 1 where account = 'vat_payable' and transaction_id = ${transactionOf('refund', `${book.canceled}#1`)}`,
  ],
  [
    'bookings_own_their_transactions',
    'payment nobody',
    () =>
      `update transactions set reference = 'nobody' where type = 'payment' and reference = '${book.paid}'`,
  ],
  [
    'bookings_own_their_transactions',
    `refund ${book.canceled}#2`,
    () => `update transactions set reference = '${book.canceled}#2' where reference = '${book.canceled}#1'`,
  ],
  [
    'pending_is_unreleased',
    book.ownerId,
    () => `update bookings set release_at = null where id = '${book.waiting}'`,
  ],
  [
    'pending_is_unreleased',
    book.ownerId,
    () => `update wallets set balance = balance + 1 where kind = 'pending' and user_id = '${book.ownerId}'`,
  ],
  [
    'no_balance_beside_charge_debt',
    book.renterId,
    () => `update wallets set balance = -1 where kind = 'charge_debt' and user_id = '${book.renterId}'`,
  ],
  [
    'waiting_bookings_end',
    book.held,
    () => `update bookings set expires_at = expires_at - interval '1 hour' where id = '${book.held}'`,
  ],
  [
    'waiting_bookings_end',
    book.paid,
    () =>
      `update bookings set starts_at = starts_at - interval '20 days', ends_at = ends_at - interval '20 days' where id = '${book.paid}'`,
  ],
  [
    'due_earnings_are_released',
    book.waiting,
    () => `update bookings set starts_at = starts_at - interval '20 days', ends_at = ends_at - interval '20 days',
      release_at = release_at - interval '20 days' where id = '${book.waiting}'`,
  ],
  ['payments_are_told', book.paid, () => `delete from untold_payments where booking_id = '${book.paid}'`],
  [
    'payments_are_told',
    book.waiting,
    () => `delete from notifications where subject = '${book.waiting}' and kind = 'booking.sold'`,
  ],
]

test.each(PLANTS)('%s: %s is named', async (name, detail, plant) => {
  const found = (await verifyAfter(plant())).find((broken) => broken.name === name)
  expect(found?.details.join()).toContain(detail)
})

test('every invariant of bookings is broken on purpose', () => {
  const proven = new Set(PLANTS.map(([name]) => name))
  expect(BOOKING_INVARIANTS.filter(({ name }) => !proven.has(name))).toEqual([])
})

test('nothing is found in a sound book', async () => {
  expect(await verifyAfter('select 1')).toEqual([])
  expect(await rowOf(ctx, book.waiting)).toMatchObject({ releaseAt: expect.any(Date) })
})
