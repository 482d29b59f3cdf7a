import { createHash } from 'node:crypto'
import { DEBT_KINDS, type WalletKind } from '@/db/schema/ledger'
import { newId } from '@/lib/ids'
import type { Leg, Movement, WalletLeg } from './movements'

/** Who posts, when, and in which request: kept on every transaction. */
export type Posting = { actor: string; requestId: string; now(): Date }

export type PostingRequest = { by: Posting; movement: Movement }

type Wallet = { user: string; kind: WalletKind; optional: boolean }

/** The arguments of `ledger_post`: each column of the requests, of their legs and of the wallets that these name. */
export function toColumns(requests: PostingRequest[]): unknown[] {
  const movements = requests.map(({ movement }) => ({
    ...movement,
    legs: movement.legs.filter(({ amount }) => amount !== 0n),
  }))
  const wallets = listWallets(movements.flatMap(({ legs }) => legs))
  const [debts, locked] = [
    wallets.filter(({ optional }) => optional),
    wallets.filter(({ optional }) => !optional),
  ]
  const places = new Map([...locked, ...debts].map(({ user, kind }, index) => [keyOf(user, kind), index + 1]))
  const placeOf = (user: string, kind: WalletKind | undefined) =>
    kind === undefined ? null : places.get(keyOf(user, kind))!

  const legs = movements.flatMap(({ legs }, index) => legs.map((leg) => ({ request: index + 1, leg })))
  const onWallets = legs.map(({ leg }) => (isWalletLeg(leg) ? leg : null))
  return [
    locked.map(({ user }) => user),
    locked.map(({ kind }) => kind),
    debts.map(({ user }) => user),
    debts.map(({ kind }) => kind),
    movements.map(() => newId()),
    movements.map(({ type }) => type),
    movements.map(({ reference }) => reference),
    movements.map(requestHash),
    movements.map(({ reverses }) => reverses ?? null),
    requests.map(({ by }) => by.actor),
    requests.map(({ by }) => by.requestId),
    movements.map(({ orderId }) => orderId ?? null),
    movements.map(({ occurredAt }) => occurredAt.toISOString()),
    requests.map(({ by }) => by.now().toISOString()),
    legs.map(({ request }) => request),
    onWallets.map((leg) => leg && placeOf(leg.user, leg.account)),
    legs.map(({ leg }) => (isWalletLeg(leg) ? null : leg.account)),
    legs.map(({ leg }) => leg.amount),
    onWallets.map((leg) => leg && placeOf(leg.user, leg.overflow?.[0])),
    onWallets.map((leg) => leg && placeOf(leg.user, leg.overflow?.[1])),
  ]
}

export function isWalletLeg(leg: Leg): leg is WalletLeg {
  return 'user' in leg
}

/**
 * Each wallet once, in the order in which everybody locks: debts last, else by user and kind. A debt that a credit
 * repays is optional: it matters only if there is any.
 */
function listWallets(legs: Leg[]): Wallet[] {
  const wallets = new Map<string, Wallet>()
  const add = (user: string, kind: WalletKind, optional: boolean) => {
    const known = wallets.get(keyOf(user, kind))
    wallets.set(keyOf(user, kind), { user, kind, optional: optional && (known?.optional ?? true) })
  }
  for (const leg of legs.filter(isWalletLeg)) {
    add(leg.user, leg.account, false)
    for (const debt of leg.overflow ?? []) add(leg.user, debt, leg.amount > 0n)
  }
  return [...wallets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, wallet]) => wallet)
}

function keyOf(user: string, kind: WalletKind): string {
  return `${isDebt(kind) ? 1 : 0} ${user} ${kind}`
}

function isDebt(kind: WalletKind): boolean {
  return (DEBT_KINDS as readonly string[]).includes(kind)
}

/** Tells a repeat of a request from another one under the same reference: what is asked for, never when or by whom. */
export function requestHash({ type, reference, reverses, legs }: Movement): Buffer {
  const asked = legs.map((leg) =>
    isWalletLeg(leg)
      ? [leg.account, String(leg.amount), leg.user, ...(leg.overflow ?? [])]
      : [leg.account, String(leg.amount)],
  )
  return createHash('sha256')
    .update(JSON.stringify([type, reference, reverses, asked]))
    .digest()
}
