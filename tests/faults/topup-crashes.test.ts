import { beforeAll, describe, expect, test } from 'vitest'
import { lookAfterCards } from '@/lib/charge/auto-topup/look-after'
import { registerCard } from '@/lib/charge/auto-topup/register-card'
import { topUpBalances } from '@/lib/charge/auto-topup/top-up-balances'
import { turnOffAutoTopUp } from '@/lib/charge/auto-topup/turn-off'
import { recoverCharges } from '@/lib/charge/recover'
import { payFromCharges } from '@/lib/flows/charge-and-pay'
import { topUpAndPay } from '@/lib/flows/top-up-and-pay'
import { readWallet } from '@/lib/ledger/read'
import { SECOND_MS } from '@/lib/time'
import { FIGURES, ISSUE, REMOVE, rowOf, runsOf, turnedOn, withCard } from '../charge/auto-topup/support'
import { bookHours, charge, newPlace, rowOf as bookingRow } from '../booking/support'
import { openCrashScene } from '../support/crash-scene'
import { expectSound } from '../support/scene'
import { DEATHS, OUTCOMES, outcomeOf, TOPUP_POINTS, type Death, type Outcome } from './crash-points'

type Act = keyof typeof TOPUP_POINTS

/** A run that never began lapses after a minute, and the next one begins then. */
const LONGEST_OPEN_MS = 120 * SECOND_MS
const STEP_MS = 5 * SECOND_MS
const PRICE = 20_000n
const SHORT_OF = 15_000n
const MATCHES: Partial<Record<Act, string>> = { register: ISSUE, 'turn off': REMOVE }
/** Registering and deleting a card move no money: what can go wrong is that the answer is lost. */
const OUTCOMES_OF: Record<Act, Outcome[]> = {
  run: Object.keys(OUTCOMES) as Outcome[],
  'pay a booking': Object.keys(OUTCOMES) as Outcome[],
  register: ['approves', 'approves, and the answer is lost'],
  'turn off': ['approves', 'approves, and the answer is lost'],
}

const { scene, start, die } = await openCrashScene('tests/faults/topup-once.ts')
const { ctx, toss } = scene

type Person = { userId: string; customerKey: string; bookingId?: string }
type Cell = { act: Act; point: string; death: Death; outcome: Outcome; person: Person }

const cells: Cell[] = []

beforeAll(async () => {
  for (const act of Object.keys(TOPUP_POINTS) as Act[]) {
    for (const outcome of OUTCOMES_OF[act]) {
      for (const death of Object.keys(DEATHS) as Death[]) await playAll(act, outcome, death)
    }
  }
  await finishAll()
}, 600_000)

/** One person for every point, each in a process of their own, all of them dying the same death. */
async function playAll(act: Act, outcome: Outcome, death: Death): Promise<void> {
  const { topup, decline } = outcomeOf(outcome)
  const points = TOPUP_POINTS[act]
  const people = await Promise.all(points.map(() => prepare(act, decline)))
  const match = MATCHES[act]
  if (topup && !match) await toss.play(topup, points.length)
  if (topup && match) await toss.fault('drop-after', { match, times: points.length })
  const acts = points.map((point, at) => {
    const { person, given } = people[at]!
    cells.push({ act, point, death, outcome, person })
    return start([act, person.userId, ...given], { point, death })
  })
  await die(acts, death)
  await toss.clearFaults()
  if (act === 'pay a booking') await Promise.all(people.map(({ person }) => tapAgain(person)))
}

/** Somebody who is about to do it, and what the process is told of it. */
async function prepare(act: Act, decline?: string): Promise<{ person: Person; given: string[] }> {
  if (act === 'register') {
    const { authKey, ...person } = await withCard(scene)
    return { person, given: [person.customerKey, authKey] }
  }
  if (act === 'pay a booking') return prepareBooking(decline)
  const person = await turnedOn(scene, {}, decline)
  if (act === 'turn off') return { person, given: [] }
  return { person, given: [(await rowOf(scene, person.userId)).id, String(FIGURES.amount)] }
}

/** Somebody with 5,000 won who holds a space for 20,000. */
async function prepareBooking(decline?: string): Promise<{ person: Person; given: string[] }> {
  const person = await turnedOn(scene, { threshold: null }, decline)
  await charge(scene, person.userId, PRICE - SHORT_OF)
  const { id: bookingId } = await bookHours(scene, { ...(await newPlace(scene)), renterId: person.userId })
  return { person: { ...person, bookingId }, given: [bookingId, String(SHORT_OF)] }
}

/** Whoever died before anything was written tries again; the worker's jobs do the rest as time goes by. */
async function finishAll(): Promise<void> {
  for (const { act, person } of cells) {
    const { state } = await rowOf(scene, person.userId)
    if (act === 'register' && state === 'READY')
      await registerCard(ctx, { ...person, authKey: await toss.registerCard(person.customerKey) })
    if (act === 'turn off' && state !== 'OFF') await turnOffAutoTopUp(ctx, person.userId)
  }
  for (let passed = 0; passed < LONGEST_OPEN_MS; passed += STEP_MS) {
    await toss.advance(STEP_MS)
    while ((await recoverCharges(ctx)) > 0);
    await payFromCharges(ctx)
    while ((await lookAfterCards(ctx)) > 0);
    while ((await topUpBalances(ctx)) > 0);
  }
}

/** The pay sheet is still open, and so the tap has the same key. */
async function tapAgain({ userId, bookingId }: Person): Promise<void> {
  await topUpAndPay(ctx, { userId, bookingId: bookingId!, amount: SHORT_OF, requestKey: bookingId! })
}

const all = (Object.keys(TOPUP_POINTS) as Act[]).flatMap((act) =>
  TOPUP_POINTS[act].flatMap((point) =>
    Object.keys(DEATHS).flatMap((death) =>
      OUTCOMES_OF[act].map((outcome) => ({ act, point, death, outcome })),
    ),
  ),
)

const personOf = (wanted: { act: string; point: string; death: string; outcome: string }) =>
  cells.find(
    ({ act, point, death, outcome }) =>
      act === wanted.act && point === wanted.point && death === wanted.death && outcome === wanted.outcome,
  )!.person

describe('an automatic top-up whose process dies', () => {
  test.each(all.filter(({ act }) => act === 'run'))(
    'at $point of a run, where it $death, while Toss $outcome',
    async (cell) => {
      const { userId } = personOf(cell)
      const expected = cell.outcome === 'declines' ? 0n : FIGURES.amount
      const runs = await runsOf(scene, userId)
      const taken = await Promise.all(runs.map(({ id }) => toss.taken(id)))
      expect(taken.reduce((sum, each) => sum + each, 0n)).toBe(expected)
      expect((await readWallet(ctx, userId)).balance).toBe(expected)
      expect(runs.filter(({ status }) => status === 'DONE')).toHaveLength(expected === 0n ? 0 : 1)
      expect(runs.filter(({ status }) => status === 'READY' || status === 'CONFIRMING')).toEqual([])
    },
  )

  test.each(all.filter(({ act }) => act === 'pay a booking'))(
    'at $point of paying a booking, where it $death, while Toss $outcome',
    async (cell) => {
      const { userId, bookingId } = personOf(cell)
      const paid = cell.outcome !== 'declines'
      const runs = await runsOf(scene, userId)
      expect(runs).toMatchObject([{ status: paid ? 'DONE' : 'FAILED', amount: SHORT_OF }])
      expect(await toss.taken(runs[0]!.id)).toBe(paid ? SHORT_OF : 0n)
      expect((await readWallet(ctx, userId)).balance).toBe(paid ? 0n : PRICE - SHORT_OF)
      expect(await bookingRow(ctx, bookingId!)).toMatchObject({ status: paid ? 'CONFIRMED' : 'HELD' })
    },
  )

  test.each(all.filter(({ act }) => act === 'register'))(
    'at $point of a registration, where it $death, while Toss $outcome',
    async (cell) => {
      const { userId } = personOf(cell)
      expect(await rowOf(scene, userId)).toMatchObject({ state: 'ON', authKeySealed: null })
    },
  )

  test.each(all.filter(({ act }) => act === 'turn off'))(
    'at $point of being turned off, where it $death, while Toss $outcome',
    async (cell) => {
      const { userId, customerKey } = personOf(cell)
      expect(await rowOf(scene, userId)).toMatchObject({ state: 'OFF', billingKeySealed: null })
      expect(await toss.cards(customerKey)).toMatchObject([{ removed: true }])
    },
  )

  test('leaves nothing in the books that contradicts anything else', async () => {
    await expectSound({ ctx })
  })
})
