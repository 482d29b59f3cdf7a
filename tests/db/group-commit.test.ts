import { expect, test } from 'vitest'
import { groupCommit } from '@/db/group-commit'

/** A `run` whose sets are kept, and that goes on only when it is let. */
function gated() {
  const sets: number[][] = []
  const gates: (() => void)[] = []
  const run = async (items: number[]) => {
    sets.push(items)
    await new Promise<void>((resolve) => gates.push(resolve))
    if (items.includes(13)) throw new Error('thirteen')
    return items.map((item) => item * 10)
  }
  const open = async () => {
    gates.splice(0).forEach((gate) => gate())
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { sets, open, submit: groupCommit(run) }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

test('with nobody before it, it goes alone at once', async () => {
  const { sets, open, submit } = gated()
  const answer = submit(1)
  await nextTurn()
  expect(sets).toEqual([[1]])
  await open()
  expect(await answer).toBe(10)
})

test('what comes while others commit goes together, and each gets its own answer', async () => {
  const { sets, open, submit } = gated()
  const first = submit(1)
  await nextTurn()
  const second = submit(2)
  await nextTurn()
  const rest = [3, 4, 5].map(submit)
  await nextTurn()
  expect(sets).toEqual([[1], [2]])
  await open()
  expect(sets).toEqual([[1], [2], [3, 4, 5]])
  await open()
  expect(await Promise.all([first, second, ...rest])).toEqual([10, 20, 30, 40, 50])
})

test('what comes at once is shared out between the sets that may be under way', async () => {
  const { sets, open, submit } = gated()
  const answers = Array.from({ length: 9 }, (_, i) => submit(i))
  await nextTurn()
  expect(sets.map(({ length }) => length)).toEqual([5, 4])
  await open()
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 9 }, (_, i) => i * 10))
})

test('no set is larger than 128', async () => {
  const { sets, open, submit } = gated()
  const answers = Array.from({ length: 300 }, (_, i) => submit(1000 + i))
  for (let turns = 0; turns < 4; turns++) {
    await nextTurn()
    await open()
  }
  expect(sets.map(({ length }) => length)).toEqual([128, 128, 44])
  expect((await Promise.all(answers)).at(-1)).toBe(12_990)
})

test('one that makes its set throw fails alone', async () => {
  const { open, submit } = gated()
  const answers = Promise.allSettled([12, 13, 14].map(submit))
  for (let turns = 0; turns < 6; turns++) {
    await nextTurn()
    await open()
  }
  expect(await answers).toMatchObject([
    { status: 'fulfilled', value: 120 },
    { status: 'rejected', reason: { message: 'thirteen' } },
    { status: 'fulfilled', value: 140 },
  ])
})
