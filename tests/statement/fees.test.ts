import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { toFeesTable } from '@/lib/statement/fees-table'
import { listFees } from '@/lib/statement/list-fees'
import { listMonths } from '@/lib/statement/read-month'
import { readFees } from '@/lib/statement/read-fees'
import { expectSound, newRenter, openScene } from '../support/scene'
import { newOperator } from '../withdrawal/support'
import { newOwner, play, type Step } from './history'

const scene = await openScene()
const { ctx } = scene
const operatorId = await newOperator(scene, 'finance_maker')

const earn = (price: number): Step => ({ does: 'earn', price, delayed: price % 20 === 0, percent: 50 })

/** Refunds come in the month after, one of them with nothing earned beside it. */
const STORIES: Step[][] = [
  [earn(123_450), earn(50_000), { does: 'wait', days: 1 }],
  [earn(77_770), { does: 'cancel', by: 'owner', nth: 0 }, earn(30_000)],
]

test('what all owners are invoiced is what each is, and what the ledger has as our fees and their VAT', async () => {
  const owners = await Promise.all(STORIES.map(() => newOwner(scene)))
  for (const [place, story] of STORIES.entries()) await play(scene, owners[place]!, story)
  await play(scene, owners[1]!, [{ does: 'wait', days: 1 }])
  const [first] = owners
  await play(scene, first!, [earn(10_010), { does: 'wait', days: 31 }])
  const latest = await newOwner(scene)
  await play(scene, latest, [earn(99_990), { does: 'wait', days: 31 }])
  for (const owner of owners) await play(scene, owner, [{ does: 'cancel', by: 'owner', nth: 0 }])

  const months = [...new Set((await Promise.all(owners.map((one) => listMonths(ctx, one.ownerId)))).flat())]
  expect(months.length).toBeGreaterThan(2)
  for (const month of months) {
    const fees = await listFees(ctx, { operatorId, month })
    for (const { owner, supply, vat } of fees) {
      expect(await readFees(ctx, { ownerId: owner!.id, month })).toEqual({ supply, vat })
    }
    const { rows } = await ctx.db.execute<{ supply: string; vat: string }>(sql`
      select coalesce(sum(e.amount) filter (where e.account = 'fee_revenue'), 0)::text as supply,
        coalesce(sum(e.amount) filter (where e.account = 'vat_payable'), 0)::text as vat
      from transactions t join entries e on e.transaction_id = t.id
      where to_char(t.business_date, 'YYYY-MM') = ${month}`)
    const [supply, vat] = [BigInt(rows[0]!.supply), BigInt(rows[0]!.vat)]
    expect(toFeesTable(month, fees).totals).toEqual(['합계', '', supply, vat, supply + vat, ''])
  }
  await expectSound(scene)
})

test('only those whose work it is see it', async () => {
  const { userId } = await newRenter(scene)
  await expect(listFees(ctx, { operatorId: userId, month: '2026-11' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
})
