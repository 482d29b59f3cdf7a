import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { approveAdjustment } from '@/lib/adjustment/decide'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { newId } from '@/lib/ids'
import { readFeesTable } from '@/lib/tax/fees-table'
import { listFees } from '@/lib/tax/list-fees'
import { listMonths } from '@/lib/statement/read-month'
import { readFees } from '@/lib/statement/read-fees'
import { newOwner, play, type Step } from '../statement/history'
import { readVatTable } from '@/lib/tax/vat-table'
import { addMs, DAY_MS, kstDay } from '@/lib/time'
import { reconcileLater } from '../reconcile/support'
import { charged } from '../refund/support'
import { newOperator } from '../withdrawal/support'
import { expectSound, openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene

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
    const fees = await listFees(ctx, month)
    for (const { owner, supply, vat } of fees) {
      expect(await readFees(ctx, { ownerId: owner!.id, month })).toEqual({ supply, vat })
    }
    const { rows } = await ctx.db.execute<{ supply: string; vat: string }>(sql`
      select coalesce(sum(e.amount) filter (where e.account = 'fee_revenue'), 0)::text as supply,
        coalesce(sum(e.amount) filter (where e.account = 'vat_payable'), 0)::text as vat
      from transactions t join entries e on e.transaction_id = t.id
      where to_char(t.business_date, 'YYYY-MM') = ${month}`)
    const [supply, vat] = [BigInt(rows[0]!.supply), BigInt(rows[0]!.vat)]
    expect((await readFeesTable(ctx, month)).totals).toEqual(['합계', '', '', supply, vat, supply + vat, ''])
  }
  await expectSound(scene)
})

test('what Toss kept is a cost with its VAT, and VAT that was paid stands apart from what is due', async () => {
  await reconcileLater(scene, 14 * DAY_MS)
  const year = kstDay(addMs(ctx.now(), 14 * DAY_MS)).slice(0, 4)
  const before = (await readVatTable(ctx, year)).totals
  await charged(scene, 10_000n)
  await reconcileLater(scene, 14 * DAY_MS)
  const [makerId, approverId] = [
    await newOperator(scene, 'finance_maker'),
    await newOperator(scene, 'finance_approver'),
  ]
  const draft = {
    id: newId(),
    type: 'adjustment' as const,
    legs: [
      { account: 'vat_payable' as const, amount: '-70' },
      { account: 'operating_bank' as const, amount: '70' },
    ],
  }
  const { hash } = await previewAdjustment(ctx.db, draft)
  await proposeAdjustment(ctx, { operatorId: makerId, draft, hash, reason: '부가세 납부' })
  await approveAdjustment(ctx, { operatorId: approverId, adjustmentId: draft.id, hash })
  const { totals } = await readVatTable(ctx, year)
  const more = totals.slice(1).map((total, place) => (total as bigint) - (before[place + 1] as bigint))
  expect(more).toEqual([0n, 0n, 280n, 28n, -28n, -70n])
})
