import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { readTransaction } from '@/lib/books/read-transaction'
import { searchJournal } from '@/lib/books/search-journal'
import { keepBook } from '@/lib/jobs/keep-book'
import { addDays, DAY_MS, kstDay } from '@/lib/time'
import { newOwner, play, type Step } from '../statement/history'
import { openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene

const STORY: Step[] = [
  { does: 'earn', price: 70_010, delayed: true, percent: 50 },
  { does: 'earn', price: 33_330, delayed: false, percent: 50 },
  { does: 'cancel', by: 'renter', nth: 1 },
  { does: 'withdraw', percent: 50, ending: 'sound' },
]

beforeAll(async () => {
  const owner = await newOwner(scene)
  await play(scene, owner, STORY)
  await scene.toss.advance(DAY_MS)
  await keepBook(ctx)
  await play(scene, owner, [{ does: 'earn', price: 50_000, delayed: false, percent: 50 }])
}, 60_000)

type Known = {
  id: string
  type: string
  reference: string
  orderId: string | null
  day: string
  amount: string
}

async function everything(): Promise<Known[]> {
  const { rows } = await ctx.db.execute<Known>(sql`
    select t.id, t.type, t.reference, t.order_id as "orderId", t.business_date::text as day,
      (select sum(amount)::text from entries where transaction_id = t.id and amount > 0) as amount
    from transactions t order by t.seq desc`)
  return rows
}

const ids = ({ items }: { items: { transactionId: string }[] }) => items.map((item) => item.transactionId)

test('without a question everything is there, newest first, with what changed sides', async () => {
  const known = await everything()
  const { items, nextCursor } = await searchJournal(ctx, {})
  expect(nextCursor).toBeNull()
  expect(items.map(({ transactionId, amount }) => [transactionId, String(amount)])).toEqual(
    known.map(({ id, amount }) => [id, amount]),
  )
})

test('whatever a transaction is called finds it: its id, reference, order, booking or withdrawal', async () => {
  const known = await everything()
  for (const { id, reference, orderId } of known) {
    for (const text of [id, reference, orderId, reference.split('#')[0]!]) {
      if (text) expect(ids(await searchJournal(ctx, { text }))).toContain(id)
    }
  }
  const refund = known.find(({ type }) => type === 'refund')!
  const booking = refund.reference.split('#')[0]!
  const ofBooking = known.filter(({ reference }) => reference.startsWith(booking))
  expect(ofBooking.length).toBeGreaterThan(1)
  expect(ids(await searchJournal(ctx, { text: booking }))).toEqual(ofBooking.map(({ id }) => id))
  expect((await searchJournal(ctx, { text: 'nothing is called so' })).items).toEqual([])
})

test('days, type and amount leave what answers to all of them', async () => {
  const known = await everything()
  const days = [...new Set(known.map(({ day }) => day))]
  expect(days.length).toBeGreaterThan(1)
  for (const day of days) {
    const onTheDay = known.filter((one) => one.day === day)
    expect(ids(await searchJournal(ctx, { from: day, to: day }))).toEqual(onTheDay.map(({ id }) => id))
    const payments = onTheDay.filter(({ type }) => type === 'payment').map(({ id }) => id)
    expect(ids(await searchJournal(ctx, { from: day, to: day, type: 'payment' }))).toEqual(payments)
  }
  const yesterday = addDays(days.at(-1)!, -1)
  expect((await searchJournal(ctx, { to: yesterday })).items).toEqual([])
  const payments = await searchJournal(ctx, { amount: 70_010n, from: kstDay(new Date(0)) })
  expect(payments.items.map(({ type }) => type)).toContain('payment')
  expect((await searchJournal(ctx, { amount: 70_009n })).items).toEqual([])
})

test('a cursor goes on where the page ended', async () => {
  const [first, ...rest] = await everything()
  const { rows } = await ctx.db.execute<{ seq: string }>(
    sql`select seq::text from transactions where id = ${first!.id}::uuid`,
  )
  expect(ids(await searchJournal(ctx, { cursor: rows[0]!.seq }))).toEqual(rest.map(({ id }) => id))
  await expect(searchJournal(ctx, { cursor: 'x' })).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
})

test('a transaction shows all its sides, which sum to nothing, and what it came of', async () => {
  for (const { id, type, orderId, reference } of await everything()) {
    const { legs, origin } = await readTransaction(ctx, id)
    expect(legs.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n)
    expect(origin?.id).toBe(orderId ?? reference.split('#')[0])
    expect(origin?.kind).toBe(orderId ? 'order' : type.startsWith('withdraw') ? 'withdrawal' : 'booking')
  }
  await expect(readTransaction(ctx, crypto.randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
