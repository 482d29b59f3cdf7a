import fc from 'fast-check'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { PosPayError } from '@/lib/errors'
import { listMonths, readMonthStatement } from '@/lib/statement/read-month'
import { readWithdrawalStatement } from '@/lib/statement/read-withdrawal'
import { kstDay } from '@/lib/time'
import { expectSound, openScene } from '../support/scene'
import { newOwner, play, type Step } from './history'

const scene = await openScene()
const { ctx } = scene

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constant('earn' as const),
    price: fc.integer({ min: 1_000, max: 300_000 }),
    delayed: fc.boolean(),
    percent: fc.constantFrom(0, 33, 50, 100),
  }),
  fc.record({
    does: fc.constant('cancel' as const),
    by: fc.constantFrom('renter' as const, 'owner' as const),
    nth: fc.nat(5),
  }),
  fc.record({
    does: fc.constant('withdraw' as const),
    percent: fc.constantFrom(40, 100),
    ending: fc.constantFrom('sound' as const, 'fails' as const, 'returns' as const, 'stuck' as const),
  }),
  fc.record({ does: fc.constantFrom('give up' as const, 'fail late' as const, 'pay late' as const) }),
  fc.record({
    does: fc.constant('tax' as const),
    as: fc.constantFrom('none' as const, 'business_income' as const, 'other_income' as const),
  }),
  fc.record({ does: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 20 }) }),
)

/** What the ledger's own sums say of an owner: nothing of how a statement is read. */
async function sumsOf(ownerId: string) {
  const { rows } = await ctx.db.execute<{ month: string; moved: string; supply: string; vat: string }>(sql`
    select to_char(t.business_date, 'YYYY-MM') as month,
      coalesce(sum(e.amount) filter (where w.kind = 'withdrawable' and w.user_id = ${ownerId}::uuid), 0)::text as moved,
      coalesce(sum(e.amount) filter (where e.account = 'fee_revenue'), 0)::text as supply,
      coalesce(sum(e.amount) filter (where e.account = 'vat_payable'), 0)::text as vat
    from transactions t join entries e on e.transaction_id = t.id left join wallets w on w.id = e.wallet_id
    where exists (select from entries o join wallets v on v.id = o.wallet_id
      where o.transaction_id = t.id and v.user_id = ${ownerId}::uuid)
    group by 1`)
  return new Map(rows.map(({ month, moved, supply, vat }) => [month, [moved, supply, vat].map(BigInt)]))
}

async function withdrawalsOf(ownerId: string) {
  const { rows } = await ctx.db.execute<{ id: string; amount: string; withheld: string }>(
    sql`select id, amount::text, withheld::text from withdrawals where user_id = ${ownerId}::uuid order by id`,
  )
  return rows
}

describe('whatever happened', () => {
  test('months and withdrawals follow on each other without a gap, and are what the ledger says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 18 }), async (steps) => {
        const owner = await newOwner(scene)
        await play(scene, owner, steps)
        const { ownerId } = owner

        const sums = await sumsOf(ownerId)
        let balance = 0n
        const lines: string[] = []
        for (const month of (await listMonths(ctx, ownerId)).reverse()) {
          const statement = await readMonthStatement(ctx, ownerId, month)
          const [moved = 0n, supply = 0n, vat = 0n] = sums.get(month) ?? []
          expect([month, statement.opening]).toEqual([month, balance])
          expect(statement.totals.net).toBe(moved)
          expect(statement.fees).toEqual({ supply, vat })
          balance = statement.closing
          lines.push(...statement.lines.map(({ transactionId, title }) => `${transactionId} ${title}`))
          sums.delete(month)
        }
        expect([...sums.keys()]).toEqual([])
        const { rows } = await ctx.db.execute<{ balance: string }>(
          sql`select balance::text from wallets where user_id = ${ownerId}::uuid and kind = 'withdrawable'`,
        )
        expect(balance).toBe(BigInt(rows[0]!.balance))
        expect(new Set(lines).size).toBe(lines.length)

        let carried = 0n
        for (const { id, amount, withheld } of await withdrawalsOf(ownerId)) {
          const statement = await readWithdrawalStatement(ctx, ownerId, id)
          expect([statement.opening, statement.withdrawn]).toEqual([carried, BigInt(amount)])
          expect(statement.withheld).toBe(BigInt(withheld))
          expect(statement.sent).toBe(statement.withdrawn - statement.withheld)
          carried = statement.closing
          // Each of its lines is one of its month's, and of no other withdrawal's.
          for (const { transactionId, title } of statement.lines) {
            const at = lines.indexOf(`${transactionId} ${title}`)
            expect(at).toBeGreaterThanOrEqual(0)
            lines.splice(at, 1)
          }
        }
      }),
      { numRuns: 12 },
    )
    await expectSound(scene)
  }, 240_000)
})

describe('a statement', () => {
  test("is nobody else's", async () => {
    const [owner, stranger] = [await newOwner(scene), await newOwner(scene)]
    await play(scene, owner, [
      { does: 'earn', price: 100_000, delayed: false, percent: 100 },
      { does: 'withdraw', percent: 100, ending: 'sound' },
    ])
    const [withdrawal] = await withdrawalsOf(owner.ownerId)
    const asked = readWithdrawalStatement(ctx, stranger.ownerId, withdrawal!.id)
    await expect(asked).rejects.toThrow(new PosPayError('NOT_FOUND'))
    const month = await readMonthStatement(ctx, stranger.ownerId, kstDay(ctx.now()).slice(0, 7))
    expect(month).toMatchObject({ opening: 0n, closing: 0n, lines: [], fees: { supply: 0n, vat: 0n } })
  })

  test('shows what was earned in full, what repaid a debt, and what a refund left owing', async () => {
    const owner = await newOwner(scene)
    await play(scene, owner, [
      { does: 'earn', price: 100_000, delayed: false, percent: 100 },
      { does: 'withdraw', percent: 100, ending: 'sound' },
      { does: 'cancel', by: 'owner', nth: 0 },
      { does: 'earn', price: 60_000, delayed: false, percent: 100 },
      { does: 'earn', price: 110_000, delayed: false, percent: 100 },
      { does: 'withdraw', percent: 100, ending: 'sound' },
    ])
    const [, second] = await withdrawalsOf(owner.ownerId)
    const statement = await readWithdrawalStatement(ctx, owner.ownerId, second!.id)
    const seen = statement.lines.map(({ title, gross, refunded, supply, vat, net }) => [
      title,
      ...[gross, refunded, supply, vat, net].map(String),
    ])
    expect(seen).toEqual([
      ['예약 환불', '0', '-100000', '9091', '909', '-90000'],
      ['부족한 금액 (다음 정산에서 회수)', '0', '0', '0', '0', '90000'],
      ['예약 결제', '60000', '0', '-5455', '-545', '54000'],
      ['부족했던 금액 회수', '0', '0', '0', '0', '-54000'],
      ['예약 결제', '110000', '0', '-10000', '-1000', '99000'],
      ['부족했던 금액 회수', '0', '0', '0', '0', '-36000'],
    ])
    expect(statement).toMatchObject({ opening: 0n, withdrawn: 63_000n, sent: 63_000n, closing: 0n })
  })
})
