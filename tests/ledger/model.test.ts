import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LEDGER_INVARIANTS } from '@/lib/ledger/invariants'
import { verify } from '@/lib/verify'
import { deposit, ledgerPost, openRoles, request, reversal, transfer, walletsOf } from '../support/roles'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { app } = openRoles(scene.database)
const PEOPLE = 3

type Wallets = { balance: bigint; debt: bigint }
type Step =
  | { kind: 'deposit' | 'reversal'; who: number; amount: bigint }
  | { kind: 'transfer'; who: number; to: number; amount: bigint }
  | { kind: 'replay' | 'mismatch'; which: number }

const who = fc.nat(PEOPLE - 1)
const amount = fc.bigInt(1n, 1_000n)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deposit' as const), who, amount }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reversal' as const), who, amount }) },
  {
    weight: 4,
    arbitrary: fc
      .record({ kind: fc.constant('transfer' as const), who, to: who, amount })
      .filter((wish) => wish.who !== wish.to),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('replay' as const, 'mismatch' as const),
      which: fc.nat(50),
    }),
  },
)

/** The rules of the book in a few lines: what every wallet must hold, and which verdict each step gets. */
function play(people: Wallets[], wish: Exclude<Step, { which: number }>): 'posted' | 'insufficient' {
  const person = people[wish.who]!
  if (wish.kind === 'deposit') {
    const repaid = wish.amount < person.debt ? wish.amount : person.debt
    person.debt -= repaid
    person.balance += wish.amount - repaid
    return 'posted'
  }
  const covered = wish.amount < person.balance ? wish.amount : person.balance
  if (wish.kind === 'transfer' && covered < wish.amount) return 'insufficient'
  person.balance -= covered
  person.debt += wish.amount - covered
  if (wish.kind === 'transfer') people[wish.to]!.balance += wish.amount
  return 'posted'
}

test('whatever is posted in whatever order, the book holds what a small model of it holds', async () => {
  const run = async (sets: Step[][]) => {
    const users = await Promise.all(
      Array.from({ length: PEOPLE }, async () => (await newRenter(scene)).userId),
    )
    const people: Wallets[] = users.map(() => ({ balance: 0n, debt: 0n }))
    const posted: ReturnType<typeof request>[] = []

    for (const set of sets) {
      const expected: string[] = []
      const requests = set.flatMap((wish) => {
        if ('which' in wish) {
          const earlier = posted[wish.which % Math.max(1, posted.length)]
          if (!earlier) return []
          expected.push(wish.kind === 'replay' ? 'replayed' : 'mismatched')
          const legs = wish.kind === 'replay' ? earlier.legs : request(deposit(users[0]!, 1_001n)).legs
          return [{ ...request([], { reference: earlier.reference }), legs }]
        }
        const user = users[wish.who]!
        const legs = {
          deposit: () => deposit(user, wish.amount),
          reversal: () => reversal(user, wish.amount),
          transfer: () => transfer(user, users['to' in wish ? wish.to : 0]!, wish.amount),
        }[wish.kind]()
        const built = request(legs)
        const verdict = play(people, wish)
        expected.push(verdict)
        if (verdict === 'posted') posted.push(built)
        return [built]
      })
      const verdicts = await ledgerPost(app, ...requests)
      expect(verdicts.map(({ verdict }) => verdict)).toEqual(expected)
    }

    const held = await Promise.all(users.map((user) => walletsOf(app, user)))
    expect(held.map(({ balance, charge_debt }) => [balance!.balance, -charge_debt!.balance])).toEqual(
      people.map(({ balance, debt }) => [balance, debt]),
    )
  }
  const sets = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 })
  await fc.assert(fc.asyncProperty(sets, run), { numRuns: 40 })
  expect(await verify(scene.ctx.db, LEDGER_INVARIANTS)).toEqual([])
}, 60_000)
