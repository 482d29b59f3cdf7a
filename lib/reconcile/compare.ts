import type { BreakClass } from '@/db/schema/reconciliation'

/** An approval or cancel as one of the two sides has it. */
export type Moved = {
  /** What the side calls it: once among all. */
  subject: string
  orderId: string
  /** Toss's key of it, where the side knows it. */
  transactionKey: string | null
  /** Of the payment; null where any will do. */
  fingerprint: string | null
  /** Won; negative for what went back. */
  amount: bigint
  /** Whether it is all of the payment that went back. */
  whole: boolean
  at: Date
}

/** Something that is not the same on both sides. */
export type Finding = {
  class: BreakClass
  subject: string
  orderId: string | null
  fingerprint: string | null
  /** Won on either side; null where that side has nothing. */
  ours: bigint | null
  theirs: bigint | null
  field?: string
  at: Date
}

type Window = { from: Date; to: Date }
type Pair = { ours: Moved | null; theirs: Moved | null }

/**
 * What differs between our book and Toss's list, in a window: what happened outside of it is only there to be the other
 * side of something inside, such as of a payment at midnight. Both lists reach as far beyond it as the sides' clocks
 * and our own delay can be apart.
 */
export function compare(ours: Moved[], theirs: Moved[], { from, to }: Window): Finding[] {
  const theirOrders = byOrder(theirs)
  const ourOrders = byOrder(ours)
  const orders = new Set([...ourOrders.keys(), ...theirOrders.keys()])
  return [...orders]
    .flatMap((orderId) => compareOrder(ourOrders.get(orderId) ?? [], theirOrders.get(orderId) ?? []))
    .filter(({ at }) => from <= at && at < to)
}

function compareOrder(ours: Moved[], theirs: Moved[]): Finding[] {
  const left = { ours: [...ours], theirs: [...theirs] }
  const take = (fits: (a: Moved, b: Moved) => boolean): Pair[] =>
    [...left.theirs].flatMap((b) => {
      const a = left.ours.find((each) => fits(each, b))
      if (!a) return []
      left.ours = left.ours.filter((each) => each !== a)
      left.theirs = left.theirs.filter((each) => each !== b)
      return [{ ours: a, theirs: b }]
    })

  const named = take((a, b) => a.transactionKey === b.transactionKey)
  const unnamed = take((a, b) => a.transactionKey === null && samePayment(a, b) && a.amount === b.amount)
  const paired = [...named, ...unnamed]
  const unequal = take((a, b) => samePayment(a, b) && isBack(a) === isBack(b))
  const alone: Pair[] = [
    ...left.ours.map((one) => ({ ours: one, theirs: null })),
    ...withoutTraceless(left.theirs).map((one) => ({ ours: null, theirs: one })),
  ]
  const differing = named.filter(({ ours: a, theirs: b }) => a!.amount !== b!.amount)
  const credited = paired.some(({ theirs: b }) => b!.amount > 0n)
  return [...differing, ...unequal, ...alone].map((pair) => toFinding(pair, credited, paired))
}

const isBack = ({ amount }: Moved) => amount < 0n

function samePayment(a: Moved, b: Moved): boolean {
  return a.fingerprint === null || b.fingerprint === null || a.fingerprint === b.fingerprint
}

/** A payment that was taken and given back before we ever credited it has left nothing that could differ. */
function withoutTraceless(theirs: Moved[]): Moved[] {
  const sums = new Map<string | null, bigint>()
  for (const { fingerprint, amount } of theirs) sums.set(fingerprint, (sums.get(fingerprint) ?? 0n) + amount)
  return theirs.filter(({ fingerprint }) => sums.get(fingerprint) !== 0n)
}

function toFinding({ ours, theirs }: Pair, credited: boolean, paired: Pair[]): Finding {
  const one = (theirs ?? ours)!
  return {
    class: classOf({ ours, theirs }, credited, paired),
    subject: one.subject,
    orderId: one.orderId,
    fingerprint: one.fingerprint,
    ours: ours?.amount ?? null,
    theirs: theirs?.amount ?? null,
    at: one.at,
  }
}

function classOf({ ours, theirs }: Pair, credited: boolean, paired: Pair[]): BreakClass {
  const one = (theirs ?? ours)!
  if (ours && theirs) return isBack(one) ? 'CANCEL_MISMATCH' : 'AMOUNT_MISMATCH'
  if (isBack(one)) return one.whole ? 'STATUS_MISMATCH' : 'CANCEL_MISMATCH'
  if (ours) return 'MISSING_THERE'
  const another = credited && !paired.some((pair) => pair.theirs!.fingerprint === one.fingerprint)
  return another ? 'DUPLICATE' : 'MISSING_HERE'
}

function byOrder(list: Moved[]): Map<string, Moved[]> {
  const orders = new Map<string, Moved[]>()
  for (const one of [...list].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const known = orders.get(one.orderId)
    if (known) known.push(one)
    else orders.set(one.orderId, [one])
  }
  return orders
}
