import { and, eq, isNotNull } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import { orders } from '@/db/schema/charge'
import { chargeRefunds } from '@/db/schema/refund'
import { withdrawals } from '@/db/schema/withdrawal'
import { reconcile } from '@/lib/flows/reconcile'
import { AGREED, type AgreedName } from '@/db/schema/terms'
import { listPublished } from '@/lib/terms/read'
import { registerSpace } from '@/lib/space/register-space'
import { DAY_MS } from '@/lib/time'
import { postTransfer } from '../adjustment/support'
import { fieldsOf } from '../space/support'
import { expectSound } from '../support/scene'
import { earn } from '../withdrawal/support'
import type { Space } from './bookings'
import type { Kind, Tally } from './kind'
import { kindsOf } from './kinds'
import { moveOn } from './kinds/bookings'
import { join } from './kinds/leave'
import { recoverAllRefunds } from './kinds/refunds'
import { endAllAtToss } from './kinds/payouts'
import { endAll } from './kinds/withdrawals'
import { hearAll } from './kinds/taken-back'
import { advance, recoverAll } from './kinds/time'
import { Model, NO_TROUBLE, type Person } from './model'
import { modelState, readPlatform, readState } from './state'
import type { ModelVersion } from './terms'
import { openWorld, type Product, type World } from './world'

const PEOPLE = 3
/** Won an hour: odd, so that every share of them is rounded. */
const PRICES = [331n, 777n, 109n]
/** What somebody else pays each of the people at first. */
const FIRST_PRICE = 30_000n
const LONGEST = 120
/** A database is left when it has grown to this, so that asking for every invariant stays quick. */
export const SEQUENCES_PER_WORLD = 12
/** Shrinking goes on for this long at most. */
const PATIENCE_MS = 5 * 60 * 1000
/** By then Toss has paid out whatever came before, over any row of holidays. */
const ALL_PAID_OUT_MS = 14 * DAY_MS

const drawnFrom = (kinds: Kind[]) =>
  fc.commands([fc.oneof(...kinds.map(({ weight, wishes }) => ({ weight, arbitrary: wishes })))], {
    maxCommands: LONGEST,
    size: 'max',
  })

export type Exploration = {
  seed: number
  /** Replays one case of the seed. */
  path?: string
  planted?: Partial<Product>
  tally?: Tally
  onSequence?: () => void
  /** Without it a failure is shown as it was found. */
  shrink?: boolean
}

/** Plays the seed's sequences in a world of their own, one after the other; throws what it finds. */
export async function explore(given: Exploration): Promise<void> {
  const { seed, path, planted, tally = () => undefined, onSequence, shrink = true } = given
  const world = await openWorld(planted)
  try {
    const property = fc.asyncProperty(drawnFrom(kindsOf(seed)), async (sequence) => {
      onSequence?.()
      await playSequence(world, (setup) => fc.asyncModelRun(setup, sequence), tally)
    })
    const details = await fc.check(property, {
      seed,
      path,
      numRuns: SEQUENCES_PER_WORLD,
      endOnFailure: !shrink,
      interruptAfterTimeLimit: PATIENCE_MS,
    })
    const again = `npm test -- --only model --seed ${seed}`
    if (!details.failed) {
      return await expectBooksAgree(world).catch((cause: unknown) => {
        throw new Error(`${again} --commands 1, after every sequence\n${String(cause)}`, { cause })
      })
    }
    const replay = `${again} --path "${details.counterexamplePath?.split(':')[0]}"`
    const shrunk = fc.stringify(details.counterexample?.[0])
    throw new Error(`${replay}\n${shrunk}`, { cause: details.errorInstance })
  } finally {
    await world.close()
  }
}

type Play = (setup: () => Promise<{ model: Model; real: { world: World; tally: Tally } }>) => Promise<void>

async function playSequence(world: World, play: Play, tally: Tally): Promise<void> {
  await world.toss.clearFaults()
  const model = new Model(world.ctx.now())
  model.terms.published = await readPublished(world)
  for (let nth = 0; nth < PEOPLE; nth++) await join(model, world, false)
  world.ctx.withdrawBy = model.withdrawals.carrier
  await world.setSettlement(null)
  for (const owner of model.people) model.bookings.spaces.push(await openSpace(world, owner, model))
  for (const owner of model.people) await earnFirst(world, owner)
  await join(model, world, true)
  try {
    await play(async () => ({ model, real: { world, tally } }))
    await expectAllEnds(model, world)
  } finally {
    await forget(model, world)
  }
}

/** What earlier sequences have published holds in this one as well. */
async function readPublished({ ctx }: World): Promise<ModelVersion[]> {
  const of = async (document: AgreedName) =>
    (await listPublished(ctx, document)).map(({ version, effectiveAt }) => ({
      ...{ document, version, from: effectiveAt },
    }))
  return (await Promise.all(AGREED.map(of))).flat()
}

/** Each rents out a space of their own; the last one wants to say yes first. */
async function openSpace(world: World, owner: Person, { bookings, people }: Model): Promise<Space> {
  const price = PRICES[bookings.spaces.length]!
  const instant = bookings.spaces.length < people.length - 1
  const always = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, opensAt: 0, closesAt: 24 }))
  const fields = { ...fieldsOf({ hourlyPrice: String(price) }), instant, hours: always }
  const { spaceId } = await registerSpace(world.ctx, owner.id, fields)
  return { id: spaceId, owner, price, instant }
}

/** By a space that nothing else here is about, so that there is something to withdraw from the start. */
async function earnFirst(world: World, owner: Person): Promise<void> {
  const { spaceId } = await registerSpace(world.ctx, owner.id, fieldsOf({}))
  await earn(world, { ownerId: owner.id, spaceId }, FIRST_PRICE)
  owner.wallets.withdrawable += (FIRST_PRICE * 9n) / 10n
}

/** Once Toss is well and time passes, nothing stays open, and everything in the books is as it should be. */
async function expectAllEnds(model: Model, world: World): Promise<void> {
  await endAllAtToss(model, world)
  await advance(model, world, 2 * DAY_MS)
  await recoverAll(model, world, NO_TROUBLE)
  await recoverAllRefunds(model, world)
  await hearAll(model, world)
  await moveOn(model, world)
  await endAll(model, world)
  expect(await readState(world, model)).toEqual(modelState(model))
  expect(model.orders.filter(({ status }) => status === 'READY' || status === 'CONFIRMING')).toEqual([])
  const moved = new Map([...model.platform].filter(([, total]) => total !== 0n))
  expect(await readPlatform(world, model).then(withoutZeros)).toEqual(moved)
  await expectSound(world)
}

const withoutZeros = (totals: Map<string, bigint>) => new Map([...totals].filter(([, total]) => total !== 0n))

/** What a failed sequence left open must not come to the next one's job. */
async function forget({ people }: Model, { ctx }: World): Promise<void> {
  const never = new Date('2100-01-01T00:00:00Z')
  for (const { id } of people) {
    await ctx.db.update(orders).set({ nextCheckAt: never }).where(eq(orders.userId, id))
    const open = and(eq(chargeRefunds.userId, id), isNotNull(chargeRefunds.nextCheckAt))
    await ctx.db.update(chargeRefunds).set({ nextCheckAt: never }).where(open)
    const watched = and(eq(withdrawals.userId, id), isNotNull(withdrawals.nextCheckAt))
    await ctx.db.update(withdrawals).set({ nextCheckAt: never }).where(watched)
  }
}

/**
 * Toss's own book: every credited order was paid there, once, and what is left of it there is left here. The
 * reconciliation says so too, credits what was paid after the last look at its order, and posts what Toss has paid out.
 * Of a deposit that came and went unseen the two may be paid out on different days, so it is asked once all is. Toss
 * settles into the balance of payouts, which is what it says itself once what was brought in is written down.
 */
async function expectBooksAgree(world: World): Promise<void> {
  const { ctx, toss } = world
  const done = await ctx.db.select().from(orders).where(isNotNull(orders.approvedAt))
  const refunds = await ctx.db.select().from(chargeRefunds).where(eq(chargeRefunds.status, 'DONE'))
  const kept = ({ id, amount, takenBack }: (typeof done)[number]) =>
    refunds
      .filter(({ orderId }) => orderId === id)
      .reduce((rest, refund) => rest - refund.amount, amount - takenBack)
  const book = await toss.book()
  expect(done.filter((order) => book.taken(order.id) !== kept(order)).map(({ id }) => id)).toEqual([])
  expect(Object.entries(book.effectiveConfirms).filter(([, times]) => times > 1)).toEqual([])
  if (toss.funded !== 0n)
    await postTransfer(world, { from: 'operating_bank', to: 'pg_payout_balance', amount: toss.funded })
  for (const later of [0, ALL_PAID_OUT_MS]) {
    await toss.advance(later)
    expect(await reconcile({ ...ctx, withdrawBy: 'toss' })).toMatchObject({ state: 'COMPLETE' })
  }
  expect(await unexpectedBreaks(world)).toEqual([])
  await expectSound(world)
}

/** But for orders that people look into, and those that commands have posted to past the product's own verbs. */
async function unexpectedBreaks({ superuser }: World): Promise<unknown[]> {
  const { rows } = await superuser.query(`select b.class, b.subject, o.status, b.ours, b.theirs, b.field
    from reconciliation_breaks b left join orders o on o.id = b.order_id
    where b.closed_at is null and b.class <> 'STUCK' and o.status is distinct from 'NEEDS_REVIEW' and not exists (
      select from transactions t where t.type = 'charge' and t.order_id = b.order_id and split_part(t.reference, '#', 1) <> t.order_id)`)
  return rows
}
