import { drizzle } from 'drizzle-orm/node-postgres'
import { expect, test } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { approveAdjustment } from '@/lib/adjustment/decide'
import type { Draft } from '@/lib/adjustment/draft'
import { ADJUSTMENT_INVARIANTS } from '@/lib/adjustment/invariants'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { newId } from '@/lib/ids'
import { verify } from '@/lib/verify'
import { openRoles } from '../support/roles'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx } = scene
const { superuser } = openRoles(scene.database)

const book = await writeBook()

/** One that is posted and one that waits. */
async function writeBook() {
  const maker = await newOperator(scene, 'finance_maker')
  const approver = await newOperator(scene, 'finance_approver')
  const { userId: user } = await newRenter(scene)
  await confirmCharge(ctx, await paidOrder(scene, 50_000n, user))
  const [posted, waiting] = [newId(), newId()]
  for (const id of [posted, waiting]) {
    const legs: Draft['legs'] = [
      { account: 'balance', amount: '-1000', user },
      { account: 'fee_revenue', amount: '1000' },
    ]
    const draft: Draft = { id, type: 'adjustment', legs }
    const { hash } = await previewAdjustment(ctx.db, draft)
    await proposeAdjustment(ctx, { operatorId: maker, draft, hash, reason: '이유' })
    if (id === posted) await approveAdjustment(ctx, { operatorId: approver, adjustmentId: id, hash })
  }
  await expectSound(scene)
  return { maker, approver, user, posted, waiting }
}

const UNGUARDED =
  'alter table adjustments disable trigger all; alter table adjustments drop constraint adjustments_two_people'

/** Each names the invariants that it breaks. */
const PLANTED: [string, string, string[]][] = [
  [
    'agreed to and not posted',
    `update adjustments set status = 'POSTED', decided_by = '${book.approver}', decided_at = made_at where id = '${book.waiting}'`,
    ['adjustments_are_posted_as_agreed'],
  ],
  [
    'posted and not what was signed',
    `update adjustments set hash = repeat('0', 64) where id = '${book.posted}'`,
    ['adjustments_are_posted_as_agreed'],
  ],
  [
    'posted by one person',
    `update adjustments set decided_by = made_by where id = '${book.posted}'`,
    ['adjustment_postings_have_two_people'],
  ],
  [
    'posted by whose money it is',
    `update adjustments set legs = '[]', decided_by = '${book.user}' where id = '${book.posted}'`,
    ['adjustment_postings_have_two_people'],
  ],
  [
    'posted without having been asked for',
    `delete from adjustments where id = '${book.posted}'`,
    ['adjustment_postings_have_two_people'],
  ],
]

test.each(PLANTED)('finds an adjustment that was %s', async (_, planted, broken) => {
  const client = await superuser.connect()
  try {
    await client.query(`begin; ${UNGUARDED}; ${planted}`)
    const found = await verify(drizzle(client), ADJUSTMENT_INVARIANTS)
    expect(found.map(({ name }) => name)).toEqual(broken)
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('each is broken by one of these', () => {
  expect(new Set(PLANTED.flatMap(([, , names]) => names))).toEqual(
    new Set(ADJUSTMENT_INVARIANTS.map(({ name }) => name)),
  )
})
