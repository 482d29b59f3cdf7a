import { createHash } from 'node:crypto'

/** A node of a Merkle sum tree: won below it, and a hash that covers both halves with their sums. */
export type Node = { sum: bigint; hash: Buffer }

/** One wallet's part: a salt that keeps it from being guessed, its balance, and the last link of its hash chain. */
export type Leaf = { salt: Buffer; balance: bigint; head: Buffer }

/** What stands beside a node on the way up. */
export type Step = Node & { side: 'left' | 'right' }

export function leafNode({ salt, balance, head }: Leaf): Node {
  return { sum: balance, hash: digest('pospay-leaf-1', salt, bytes(balance), head) }
}

/** Throws for a negative half: with one, a part of what is owed could be hidden behind another. */
export function parent(left: Node, right: Node): Node {
  if (left.sum < 0n || right.sum < 0n) throw new Error('a sum tree has no negative parts')
  const hash = digest('pospay-node-1', bytes(left.sum), left.hash, bytes(right.sum), right.hash)
  return { sum: left.sum + right.sum, hash }
}

/** Every level from the leaves to the root; a node without a neighbour goes up as it is. None for no leaves. */
export function growTree(leaves: Node[]): Node[][] {
  const levels = leaves.length ? [leaves] : []
  for (let level = leaves; level.length > 1; levels.push(level)) {
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, at) => {
      const [left, right] = [level[2 * at]!, level[2 * at + 1]]
      return right ? parent(left, right) : left
    })
  }
  return levels
}

/** Where the neighbours of a leaf's way up are, level by level, in a tree of so many leaves. */
export function neighboursOf(position: number, leaves: number): { level: number; position: number }[] {
  const places = []
  for (let [level, at, width] = [0, position, leaves]; width > 1; level++) {
    const beside = at ^ 1
    if (beside < width) places.push({ level, position: beside })
    ;[at, width] = [at >> 1, Math.ceil(width / 2)]
  }
  return places
}

/** The root that a leaf and its neighbours lead to. */
export function climb(leaf: Leaf, steps: Step[]): Node {
  return steps.reduce(
    (node, { side, ...beside }) => (side === 'left' ? parent(beside, node) : parent(node, beside)),
    leafNode(leaf),
  )
}

function bytes(won: bigint): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigInt64BE(won)
  return buffer
}

function digest(domain: string, ...parts: Buffer[]): Buffer {
  const hash = createHash('sha256').update(domain)
  parts.forEach((part) => hash.update(part))
  return hash.digest()
}
