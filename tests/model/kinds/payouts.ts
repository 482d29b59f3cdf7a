import { and, eq, inArray } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import { sellers } from '@/db/schema/payout'
import { bankAccounts, withdrawals } from '@/db/schema/withdrawal'
import { addMs, HOUR_MS } from '@/lib/time'
import { mayBePaid } from '@/lib/toss/payout'
import { ENDING, plantAccount } from '../../withdrawal/support'
import { answerOf } from '../answer'
import { kind, pick, pickLikely, which } from '../kind'
import type { Model } from '../model'
import type { ModelWithdrawal } from '../withdrawals'
import type { World } from '../world'
import { advance, present } from './time'

const PAY = 'POST /v2/payouts'
const REGISTER = 'POST /v2/sellers'
const UPDATE = 'POST /v2/sellers/*'
const LOOKS = ['GET /v2/payouts', 'GET /v2/payouts/*']
const CANCEL = 'POST /v2/payouts/*/cancel'

/** What goes wrong between us and Toss's payouts, for a whole run of the job. */
type Trouble = { matches: string[]; fault: string }
const DEAF: Trouble = { matches: LOOKS, fault: 'http5xx-before' }
const TROUBLES: Trouble[] = [
  DEAF,
  ...['drop-before', 'drop-after', 'http5xx-after', 'garbage'].map((fault) => ({ matches: [PAY], fault })),
  ...['drop-before', 'drop-after'].map((fault) => ({ matches: [REGISTER, UPDATE], fault })),
  { matches: [PAY, ...LOOKS], fault: 'drop-after' },
  ...['INVALID_REQUEST', 'NOT_ENOUGH_AMOUNT', 'NOT_ALLOWED_HOLIDAY'].map((code) => ({
    matches: [PAY],
    fault: `code:${code}`,
  })),
  { matches: [REGISTER, UPDATE], fault: 'code:NOT_MATCH_PAYEE_NAME' },
]
/** More often than anything is asked in one run. */
const OFTEN = 99

const withToss = ({ withdrawals: plan }: Model) => plan.all.filter((one) => plan.isCarriedBy('toss', one))
const anyWithToss = (model: Model) => withToss(model).length > 0

type Shown = Awaited<ReturnType<World['toss']['payouts']>>[number]

/** What Toss's own book has for each withdrawal: one payout at most, of its amount. */
async function readBook({ toss }: Pick<World, 'toss'>): Promise<(one: ModelWithdrawal) => Shown | undefined> {
  const payouts = await toss.payouts()
  return ({ id, amount, withheld }) => {
    const own = payouts.filter(({ refPayoutId }) => refPayoutId === id)
    expect(own.length).toBeLessThanOrEqual(1)
    if (own[0]) expect(own[0].amount.value).toBe(Number(amount - withheld))
    return own[0]
  }
}

/** The job looks at all that can still change and sends what may be sent; people hear what Toss's book says. */
export async function lookAll(model: Model, world: World, trouble: Trouble | null = null): Promise<void> {
  const { ctx, product, toss } = world
  const ids = withToss(model).map(({ id }) => id)
  if (ids.length > 0)
    await ctx.db
      .update(withdrawals)
      .set({ nextCheckAt: addMs(ctx.now(), -1) })
      .where(inArray(withdrawals.id, ids))
  for (const match of trouble?.matches ?? []) await toss.fault(trouble!.fault, { match, times: OFTEN })
  while ((await product.sendDue(ctx)) > 0);
  if (trouble) await toss.clearFaults()
  model.withdrawals.send()
  await hearBook(model, world, trouble)
}

async function hearBook(model: Model, world: World, trouble: Trouble | null): Promise<void> {
  const carried = withToss(model)
  if (carried.length === 0) return
  const shown = await readBook(world)
  const deaf = trouble?.matches.some((match) => LOOKS.includes(match))
  for (const one of carried) {
    const payout = shown(one)
    // Whatever is given back was never there, or Toss has taken it back.
    if (one.status === 'CANCELED') expect(payout?.status ?? 'CANCELED').toBe('CANCELED')
    else if (payout && !deaf) hear(model, one, payout)
    else if (!payout && one.status === 'SENDING' && trouble?.fault.startsWith('code:')) {
      // A refusal is final only where nothing that was asked before can still come to show.
      if ((await statusOf(world, one)) === 'FAILED') model.withdrawals.hear(one, 'FAILED')
    }
  }
}

function hear(model: Model, one: ModelWithdrawal, { status }: Shown): void {
  if (status === 'COMPLETED' || status === 'FAILED') model.withdrawals.hear(one, status)
  // Nobody but its owner takes one back here.
  if (status === 'CANCELED' && one.status === 'SENDING') model.withdrawals.giveUp(one)
}

async function statusOf({ ctx }: World, { id }: ModelWithdrawal) {
  const [row] = await ctx.db.select().from(withdrawals).where(eq(withdrawals.id, id))
  return row!.status
}

/** The job, while Toss has said something of one of them, or is in trouble. */
export const tossPays = kind({
  name: 'toss pays',
  weight: 24,
  outcomes: [
    ...['arrived', 'could not', 'came back', 'arrived after all'],
    ...['on its way', 'not there yet', 'no other word'],
  ],
  wish: fc.record({
    which,
    says: fc.constantFrom(null, null, 'complete', 'fail', 'return'),
    trouble: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      { weight: 4, arbitrary: fc.constantFrom(...TROUBLES) },
    ),
  }),
  fits: anyWithToss,
  async run(model, world, { which: at, says, trouble }) {
    const shown = await readBook(world)
    // What came back is over here: one that arrived even then would be a break of the balance.
    const maySay = (one: ModelWithdrawal) =>
      says !== null && MAY_SAY[says].includes(shown(one)?.status ?? '') && one.status !== 'RETURNED'
    const likely = (one: ModelWithdrawal) => (says ? maySay(one) : one.status === 'APPROVED')
    const one = pickLikely(withToss(model), likely, at)
    if (says && maySay(one)) await world.toss.playPayout(shown(one)!.id, says)
    const before = one.status
    await lookAll(model, world, trouble)
    if (one.status === 'SENDING') return (await readBook(world))(one) ? 'on its way' : 'not there yet'
    if (one.status === before) return 'no other word'
    if (one.status === 'RETURNED') return 'came back'
    if (one.status === 'COMPLETED') return before === 'FAILED' ? 'arrived after all' : 'arrived'
    return 'could not'
  },
})

const MAY_SAY = {
  complete: ['REQUESTED', 'IN_PROGRESS', 'FAILED'],
  fail: ['REQUESTED', 'IN_PROGRESS', 'COMPLETED'],
  return: ['COMPLETED'],
} as Record<'complete' | 'fail' | 'return', string[]>

/** Toss's message that a payout has changed: heard by whoever knows its number. */
export const payoutHint = kind({
  name: 'a message about a payout',
  weight: 5,
  outcomes: ['looked', 'unknown_payout'],
  wish: which,
  fits: anyWithToss,
  async run(model, world, at) {
    const shown = await readBook(world)
    const one = pickLikely(withToss(model), (each) => shown(each) !== undefined, at)
    const { kind: outcome } = await world.product.followPayoutHint(world.ctx, shown(one)?.id ?? 'FPA_nobody')
    if (outcome === 'looked') hear(model, one, (await readBook(world))(one)!)
    return outcome as 'looked'
  },
})

/** Toss wants to know more of somebody whom it pays, or knows enough; we hear of it or do not. */
export const judgeSeller = kind({
  name: 'toss judges a seller',
  weight: 5,
  outcomes: ['may be paid', 'may not be paid', 'nobody there'],
  wish: fc.record({
    which,
    status: fc.constantFrom(
      ...(['APPROVAL_REQUIRED', 'KYC_REQUIRED', 'PARTIALLY_APPROVED', 'APPROVED'] as const),
    ),
    heard: fc.boolean(),
  }),
  fits: anyWithToss,
  async run(model, world, { which: at, status, heard }) {
    const known = await sellersOf(model, world)
    if (known.length === 0) return 'nobody there'
    const { id } = pick(known, at)
    await world.toss.playSeller(id, status)
    if (heard) await world.product.followPayoutHint(world.ctx, id)
    return mayBePaid({ status }) ? 'may be paid' : 'may not be paid'
  },
})

async function sellersOf({ people }: Model, { ctx, toss }: World) {
  const ids = people.map(({ id }) => id)
  const rows = await ctx.db.select().from(sellers).where(inArray(sellers.userId, ids))
  const own = new Set(rows.map(({ refSellerId }) => refSellerId))
  return (await toss.sellers()).filter(({ refSellerId }) => own.has(refSellerId))
}

/** There is nothing at Toss to pay from, or there is again. */
export const tossFunds = kind({
  name: 'money at toss',
  weight: 2,
  outcomes: ['gone', 'there'],
  wish: fc.boolean(),
  fits: anyWithToss,
  async run(_, { ctx, toss }, gone) {
    const answer = await ctx.payouts!.findBalance()
    if (answer.kind !== 'balance') throw new Error('no balance')
    await toss.fund(gone ? -answer.balance.available : ENOUGH)
    return gone ? 'gone' : 'there'
  },
})
const ENOUGH = 10_000_000n

/** From now on somebody else is asked; whoever was asked before is asked to the end. */
export const changeCarrier = kind({
  name: 'change the carrier',
  weight: 16,
  outcomes: ['toss', 'simulated_bank'],
  wish: fc.constantFrom('toss' as const, 'toss' as const, 'simulated_bank' as const),
  async run(model, { ctx }, name) {
    ctx.withdrawBy = model.withdrawals.carrier = name
    return name
  },
})

/** An owner has had another account for long; what was asked for before goes to the one of before. */
export const changeAccount = kind({
  name: 'another account',
  weight: 6,
  outcomes: ['verified'],
  wish: which,
  fits: anyWithToss,
  async run(model, world, at) {
    const { id } = pick(present(model), at)
    const { ctx } = world
    const verified = and(eq(bankAccounts.userId, id), eq(bankAccounts.state, 'VERIFIED'))
    await ctx.db.update(bankAccounts).set({ state: 'CLOSED', closedAt: ctx.now() }).where(verified)
    await plantAccount(world, id, ENDING.stuck)
    return 'verified'
  },
})

/** What becomes of Toss's answer to that; `unheard`: it has taken it back, and nobody can see. */
const CANCEL_TROUBLES = {
  'drop-before': { matches: [CANCEL], fault: 'drop-before' },
  'drop-after': { matches: [CANCEL], fault: 'drop-after' },
  unheard: { matches: [CANCEL, ...LOOKS], fault: 'drop-after' },
} satisfies Record<string, Trouble>
type CancelTrouble = keyof typeof CANCEL_TROUBLES

/** Somebody changes their mind about one that Toss carries. */
export const giveUpAtToss = kind({
  name: 'take back from toss',
  weight: 10,
  outcomes: ['taken back', 'taken back from its day', 'refused'],
  wish: fc.record({
    which,
    trouble: fc.constantFrom(null, null, null, ...(Object.keys(CANCEL_TROUBLES) as CancelTrouble[])),
  }),
  fits: (model) => sending(model).length > 0,
  async run(model, world, { which: at, trouble }) {
    const shown = await readBook(world)
    const likely = (one: ModelWithdrawal) => waitsForItsDay(shown(one)) || !shown(one)
    const one = pickLikely(sending(model), likely, at)
    const scheduled = shown(one) !== undefined
    const outcome = await tryToTakeBack(model, world, one, trouble)
    return outcome === 'taken back' && scheduled ? 'taken back from its day' : outcome
  },
})

const sending = (model: Model) => withToss(model).filter(({ status }) => status === 'SENDING')
const waitsForItsDay = (payout?: Shown) =>
  payout?.scheduleType === 'SCHEDULED' && payout.status === 'REQUESTED'

/** What comes back was never there or is taken back there, and what has left does not come back. */
export async function tryToTakeBack(
  model: Model,
  world: World,
  one: ModelWithdrawal,
  trouble: CancelTrouble | null = null,
): Promise<'taken back' | 'refused'> {
  const { toss, ctx, product } = world
  const payout = (await readBook(world))(one)
  const asked = { userId: one.owner.id, withdrawalId: one.id }
  if (trouble)
    for (const match of CANCEL_TROUBLES[trouble].matches)
      await toss.fault(CANCEL_TROUBLES[trouble].fault, { match, times: OFTEN })
  const answer = await answerOf(product.cancelWithdrawal(ctx, asked))
  if (trouble) await toss.clearFaults()
  const code = 'code' in answer ? answer.code : null
  expect(answersTo(payout, trouble)).toContain(code)
  if (code === null) {
    model.withdrawals.giveUp(one)
    return 'taken back'
  }
  // Of what was set aside for a day the look that follows is believed, whatever it shows.
  if (payout?.scheduleType === 'SCHEDULED' && trouble !== 'unheard') hear(model, one, payout)
  return 'refused'
}

function answersTo(payout: Shown | undefined, trouble: CancelTrouble | null): (string | null)[] {
  if (trouble === 'unheard' && payout) return ['STATE_CONFLICT', 'TRY_AGAIN']
  if (payout?.status === 'CANCELED') return [null]
  if (waitsForItsDay(payout)) return trouble === 'drop-before' ? ['TRY_AGAIN'] : [null]
  return payout ? ['STATE_CONFLICT', 'TRY_AGAIN'] : [null, 'TRY_AGAIN']
}

/** Longer than from any evening to the next day on which Toss pays. */
const MOST_ROUNDS = 60
const ROUND_MS = 6 * HOUR_MS

/** Nothing stands in Toss's way any more: all that it carries comes to an end as days go by. */
export async function endAllAtToss(model: Model, world: World): Promise<void> {
  await world.toss.fund(ENOUGH)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const { id } of await sellersOf(model, world)) await world.toss.playSeller(id, 'APPROVED')
    await lookAll(model, world)
    if (!withToss(model).some(({ status }) => status === 'SENDING')) return
    await advance(model, world, ROUND_MS)
  }
  expect(withToss(model).filter(({ status }) => status === 'SENDING')).toEqual([])
}
