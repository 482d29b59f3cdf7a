import fc from 'fast-check'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, startOfKstDay } from '@/lib/time'
import { liftFreeze, plantFreeze } from '../../support/freeze'
import { kind, pick, which } from '../kind'
import type { Model, ModelOrder, Person, Trouble } from '../model'
import { troubled } from '../trouble'
import type { World } from '../world'

/** The ends of what the job looks at; of several at once the rarest counts. */
const ENDS = [
  ...(['CANCELED', 'FAILED', 'READY', 'CONFIRMING', 'NEEDS_REVIEW'] as const),
  ...(['EXPIRED', 'DONE', 'WAITING_FOR_DEPOSIT'] as const),
] as const

/** The job looks at every order whose time has come, while Toss may be in trouble. */
export const recover = kind({
  name: 'recover',
  weight: 20,
  outcomes: ['nothing due', ...ENDS],
  wish: fc.record({
    confirm: fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      {
        weight: 2,
        arbitrary: fc.constantFrom('drop-before', 'drop-after', 'http5xx-after', 'code:PROVIDER_ERROR'),
      },
    ),
    anyway: fc.nat(9).map((one) => one === 0),
    deaf: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 2, arbitrary: fc.constant(true) }),
  }),
  fits: (model, { anyway }) => anyway || model.due().length > 0,
  async run(model, world, trouble) {
    const ends = await recoverAll(model, world, trouble)
    return ENDS.find((end) => ends.has(end)) ?? 'nothing due'
  },
})

/** Runs the job until nothing is due; answers the states in which it left what it looked at. */
export async function recoverAll(model: Model, world: World, trouble: Trouble): Promise<Set<string>> {
  const due = model.due()
  await troubled(world, trouble, async () => {
    while ((await world.product.recoverCharges(world.ctx)) > 0);
  })
  // Orders that fit one by one but not together: only the book tells in which order they were looked at.
  const places = await placesInBook(world, due)
  const place = ({ id }: ModelOrder) => places.indexOf(id)
  for (const order of due.sort((a, b) => place(a) - place(b))) model.look(order, trouble)
  return new Set(due.map(({ status }) => status))
}

/** The orders in the order of their latest money. */
async function placesInBook({ superuser }: World, due: ModelOrder[]): Promise<string[]> {
  if (due.length < 2) return []
  const { rows } = await superuser.query<{ id: string }>(
    `select order_id as id from transactions
      where order_id = any ($1) and (type <> 'charge' or split_part(reference, '#', 1) = order_id)
      group by order_id order by max(seq)`,
    [due.map(({ id }) => id)],
  )
  return rows.map(({ id }) => id)
}

const STEPS = {
  'past the back-off': () => 40 * SECOND_MS,
  'five minutes': () => 5 * MINUTE_MS,
  'past the window at Toss': () => 10 * MINUTE_MS,
  'past the window here': () => 13 * MINUTE_MS,
  "past the order's life": () => 45 * MINUTE_MS,
  'past midnight in Seoul': (now: Date) =>
    startOfKstDay(addMs(now, DAY_MS)).getTime() - now.getTime() + MINUTE_MS,
  'a day and an hour': () => DAY_MS + HOUR_MS,
  'a week': () => 7 * DAY_MS,
}
type Step = keyof typeof STEPS
const names = Object.keys(STEPS) as Step[]

export const advanceClock = kind({
  name: 'advance clock',
  weight: 9,
  outcomes: names,
  wish: fc.oneof(
    { weight: 4, arbitrary: fc.constant('past the back-off' as Step) },
    { weight: 2, arbitrary: fc.constant("past the order's life" as Step) },
    { weight: 5, arbitrary: fc.constantFrom(...names) },
  ),
  async run(model, world, step) {
    await advance(model, world, STEPS[step](model.now))
    return step
  },
})

export async function advance(model: Model, { toss }: World, ms: number): Promise<void> {
  await toss.advance(ms)
  model.now = addMs(model.now, ms)
}

export const freeze = kind({
  name: 'freeze',
  weight: 3,
  outcomes: ['frozen', 'thawed'],
  wish: which,
  async run(model, world, who) {
    // Frozen people come first, so that nobody stays it for long.
    const person = present(model).find(({ frozen }) => frozen) ?? pick(present(model), who)
    await setFrozen(world, person, !person.frozen)
    return person.frozen ? 'frozen' : 'thawed'
  },
})

/** Those who have not left. */
export const present = ({ people }: Model): Person[] => people.filter(({ left }) => !left)

export async function setFrozen({ ctx }: World, person: Person, frozen: boolean): Promise<void> {
  person.frozen = frozen
  await (frozen ? plantFreeze : liftFreeze)(ctx, person.id)
}

/** The daily close and the totals: no wallet and no order knows of them, and later postings find an open day. */
export const keepBook = kind({
  name: 'keep the book',
  weight: 2,
  outcomes: ['kept'],
  wish: fc.constant(null),
  async run(_, { ctx, product }) {
    await product.keepBook(ctx)
    return 'kept'
  },
})
