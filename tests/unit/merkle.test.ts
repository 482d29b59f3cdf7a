import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { climb, growTree, leafNode, neighboursOf, parent, type Leaf } from '@/lib/proof/merkle'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(Buffer.from)
const leaves = fc.array(
  fc.record<Leaf>({ salt: bytes(16), balance: fc.bigInt(1n, 2_000_000n), head: bytes(32) }),
  { minLength: 1, maxLength: 40 },
)

const wayOf = (all: Leaf[], position: number) => {
  const levels = growTree(all.map(leafNode))
  return neighboursOf(position, all.length).map(({ level, position: beside }) => ({
    side: beside % 2 === 0 ? ('left' as const) : ('right' as const),
    ...levels[level]![beside]!,
  }))
}

describe('a sum tree', () => {
  test('leads from every leaf to its root, which has the sum of them all', () => {
    fc.assert(
      fc.property(leaves, (all) => {
        const root = growTree(all.map(leafNode)).at(-1)![0]!
        expect(root.sum).toBe(all.reduce((sum, { balance }) => sum + balance, 0n))
        all.forEach((leaf, position) => expect(climb(leaf, wayOf(all, position))).toEqual(root))
      }),
    )
  })

  test('leads elsewhere from a leaf with another balance, salt or chain', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), (all, at) => {
        const position = at % all.length
        const [leaf, way] = [all[position]!, wayOf(all, position)]
        const root = climb(leaf, way).hash
        const other = Buffer.alloc(32, 1)
        for (const changed of [
          { ...leaf, balance: leaf.balance + 1n },
          { ...leaf, salt: Buffer.concat([leaf.salt.subarray(1), other.subarray(0, 1)]) },
          { ...leaf, head: Buffer.from(leaf.head.map((byte) => byte ^ 1)) },
        ].filter(
          ({ balance, salt, head }) =>
            balance !== leaf.balance || !salt.equals(leaf.salt) || !head.equals(leaf.head),
        ))
          expect(climb(changed, way).hash.equals(root)).toBe(false)
      }),
    )
  })

  test('hides nothing behind a negative part', () => {
    const [owed, hidden] = [100n, -100n].map((balance) =>
      leafNode({ salt: Buffer.alloc(16), balance, head: Buffer.alloc(32) }),
    )
    expect(() => parent(owed!, hidden!)).toThrow('no negative parts')
  })

  test('of nobody is none', () => expect(growTree([])).toEqual([]))

  test('is what its documentation says', () => {
    const leaf = { salt: Buffer.alloc(16, 1), balance: 50_000n, head: Buffer.alloc(32, 2) }
    const won = Buffer.from('000000000000c350', 'hex')
    const expected = createHash('sha256')
      .update(Buffer.concat([Buffer.from('pospay-leaf-1'), leaf.salt, won, leaf.head]))
      .digest()
    expect(leafNode(leaf).hash.equals(expected)).toBe(true)
  })
})
