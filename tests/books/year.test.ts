import fc from 'fast-check'
import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { readBalanceTable } from '@/lib/books/balance-table'
import { readDifference } from '@/lib/books/difference'
import { readIncomeTable } from '@/lib/books/income-table'
import { endOf, NOW } from '@/lib/ledger/moment'
import { readTotals } from '@/lib/ledger/totals'
import { readBrokerTable } from '@/lib/tax/broker-table'
import { readFeesTable } from '@/lib/tax/fees-table'
import { readVatTable } from '@/lib/tax/vat-table'
import { readWithholdingTable } from '@/lib/tax/withholding-table'
import { daysOf, monthsOf, periodOf } from '@/lib/period'
import { addDays, kstDay } from '@/lib/time'
import { newOwner, play, type Step } from '../statement/history'
import { expectSound, openScene } from '../support/scene'

const DAYS = 365

const scene = await openScene()
const { ctx } = scene
const first = kstDay(ctx.now())

const price = fc.integer({ min: 100, max: 30_000 }).map((tens) => tens * 10)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('earn' as const),
      price,
      delayed: fc.boolean(),
      percent: fc.constantFrom(0, 50, 100),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('cancel' as const),
      by: fc.constantFrom('renter' as const, 'owner' as const),
      nth: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('withdraw' as const),
      percent: fc.integer({ min: 1, max: 100 }),
      ending: fc.constantFrom('sound' as const, 'fails' as const, 'returns' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ does: 'tax', as: 'business_income' }) },
)

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const everyDay: string[] = Array.from({ length: DAYS }, (_, index) => addDays(first, index))
const months = [...new Set(everyDay.map((day) => day.slice(0, 7)))]

beforeAll(async () => {
  console.log(`the year of seed ${seed}`)
  const owners = [await newOwner(scene), await newOwner(scene), await newOwner(scene)]
  const steps = fc.sample(fc.array(step, { maxLength: 1 }), { seed, numRuns: DAYS })
  for (const [index, ofDay] of steps.entries()) {
    const owner = owners[index % owners.length]!
    await play(scene, owner, [...ofDay, { does: 'wait', days: 1 }])
  }
}, 600_000)

test('every single day of the year ends with a balance sheet that balances, equal to all its entries', async () => {
  const { rows } = await ctx.db.execute<{ day: string; account: string; amount: string }>(sql`
    select t.business_date::text as day, e.account, sum(e.amount)::text as amount
    from transactions t join entries e on e.transaction_id = t.id group by 1, 2 order by 1`)
  const held = new Map<string, bigint>()
  let busy = 0
  for (const day of everyDay) {
    const moved = rows.filter((row) => row.day === day)
    busy += moved.length > 0 ? 1 : 0
    for (const { account, amount } of moved) held.set(account, (held.get(account) ?? 0n) + BigInt(amount))
    const totals = await readTotals(ctx.db, endOf(day))
    expect(totals.map(({ balance }) => balance)).toEqual(totals.map(({ account }) => held.get(account) ?? 0n))
    // It throws where it does not balance.
    await readBalanceTable(ctx, day)
  }
  expect(busy).toBeGreaterThan(DAYS / 4)
})

test('the months add up to the year, and only the fee is revenue', async () => {
  const amounts = async (from: string, to: string) =>
    (await readIncomeTable(ctx, { from, to })).rows.map(([, , amount]) => amount as bigint)
  const last = everyDay.at(-1)!
  const year = await amounts(first, last)
  const ofMonths = await Promise.all(
    months.map((month) => {
      const { from, next } = daysOf(month)
      return amounts(from, addDays(next, -1) < last ? addDays(next, -1) : last)
    }),
  )
  expect(year.map((_, line) => ofMonths.reduce((sum, one) => sum + one[line]!, 0n))).toEqual(year)
  const { rows } = await ctx.db.execute<{ fee: string }>(sql`
    select sum(amount)::text as fee from entries e join transactions t on t.id = e.transaction_id
    where account = 'fee_revenue' and business_date <= ${last}::date`)
  expect(year[0]).toBe(BigInt(rows[0]!.fee))
  expect(year[0]).toBeGreaterThan(0n)
})

/** What an account's entries of a kind moved in a KST month. */
async function moved(month: string, account: string, ofType = '.'): Promise<bigint> {
  const { rows } = await ctx.db.execute<{ amount: string }>(sql`
    select coalesce(sum(e.amount), 0)::text as amount from transactions t join entries e on e.transaction_id = t.id
    where to_char(t.business_date, 'YYYY-MM') = ${month} and e.account = ${account} and t.type ~ ${ofType}`)
  return BigInt(rows[0]!.amount)
}

test('revenue and VAT of each month are what the ledger moved', async () => {
  for (const year of new Set(everyDay.map((day) => day.slice(0, 4)))) {
    const { rows } = await readVatTable(ctx, year)
    for (const [place, month] of monthsOf(year).entries()) {
      const [revenue, vat] = [await moved(month, 'fee_revenue'), await moved(month, 'vat_payable')]
      const [cost, input] = [-(await moved(month, 'pg_fees')), -(await moved(month, 'input_vat'))]
      expect(rows[place]).toEqual([month, revenue, vat, cost, input, vat - input, 0n])
    }
  }
})

test('what is told of a quarter as mediated is what renters paid and got back in it', async () => {
  let told = 0n
  for (const quarter of new Set(everyDay.map((day) => periodOf(day, 'quarter')))) {
    const { rows, totals } = await readBrokerTable(ctx, quarter)
    const sums = await Promise.all(
      monthsOf(quarter).map(async (month) => {
        const paid = -(await moved(month, 'balance', '^payment$'))
        const back =
          (await moved(month, 'balance', '^refund$')) + (await moved(month, 'charge_debt', '^refund$'))
        return [paid, back] as const
      }),
    )
    const [paid, back] = [0, 1].map((side) => sums.reduce((sum, one) => sum + one[side]!, 0n))
    expect([totals[5], totals[7], totals[8]]).toEqual([paid, back, paid! - back!])
    expect(rows.reduce((sum, row) => sum + (row[8] as bigint), 0n)).toBe(totals[8])
    told += paid!
  }
  expect(told).toBeGreaterThan(0n)
})

test('the tax that is reported of a month is what was kept back, split as each withdrawal was', async () => {
  const { rows } = await ctx.db.execute<{ month: string; way: string; amount: string }>(sql`
    select to_char(t.business_date, 'YYYY-MM') as month, sign(e.amount)::text as way, d.amount::text as amount
    from transactions t join entries e on e.transaction_id = t.id and e.account = 'withholding_payable'
      join withdrawals d on d.id::text = t.reference`)
  expect(rows.length).toBeGreaterThan(0)
  for (const month of months) {
    const { totals } = await readWithholdingTable(ctx, month)
    const income = rows
      .filter((row) => row.month === month)
      .reduce((sum, { way, amount }) => sum + BigInt(way) * ((BigInt(amount) * 3n) / 1000n) * 10n, 0n)
    const kept = await moved(month, 'withholding_payable')
    expect(totals.slice(5, 8)).toEqual([income, kept - income, kept])
  }
})

test('what the tax invoices of a month say is what the ledger moved as fee and as its VAT', async () => {
  for (const month of months) {
    const { from, next } = daysOf(month)
    const [before, after] = [
      await readTotals(ctx.db, endOf(addDays(from, -1))),
      await readTotals(ctx.db, endOf(addDays(next, -1))),
    ]
    const [supply, vat] = ['fee_revenue', 'vat_payable'].map((wanted) => {
      const place = after.findIndex(({ account }) => account === wanted)
      return after[place]!.balance - before[place]!.balance
    })
    const { totals } = await readFeesTable(ctx, month)
    expect(totals.slice(3, 6)).toEqual([supply, vat, supply! + vat!])
  }
})

test('whatever two moments are compared, the difference is explained to the won', async () => {
  const pairs = fc.sample(fc.tuple(fc.nat(DAYS - 1), fc.nat(DAYS - 1)), { seed, numRuns: 40 })
  for (const [a, b] of pairs) {
    const [from, to] = [Math.min(a, b), Math.max(a, b)].map((index) => endOf(everyDay[index]!))
    const { accounts, types } = await readDifference(ctx, { from: from!, to: to! })
    for (const { before, after, causes } of accounts) {
      expect(before + causes.reduce((sum, { amount }) => sum + amount, 0n)).toBe(after)
    }
    const { rows } = await ctx.db.execute<{ count: string }>(sql`
      select count(*)::text from transactions
      where business_date >= ${from!.before}::date and business_date < ${to!.before}::date`)
    expect(types.reduce((sum, { count }) => sum + count, 0n)).toBe(BigInt(rows[0]!.count))
  }
  const { types } = await readDifference(ctx, { from: endOf(addDays(first, -1)), to: NOW })
  expect(types.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['charge', 'payment', 'refund', 'withdraw']),
  )
})

test('the whole year is sound', () => expectSound(scene))
