import { and, eq, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Database } from '@/db/client'
import { entries, transactions, wallets, type WalletKind } from '@/db/schema/ledger'
import type { PostingRequest } from '@/lib/ledger/columns'
import { isWalletLeg } from '@/lib/ledger/columns'
import { newId } from '@/lib/ids'
import { kstDay } from '@/lib/time'
import { CONNECTIONS, type Book } from './book'
import type { People } from './people'
import { openPool } from './pool'
import type { Server } from './server'
import type { Checked } from './soundness'

/** A book that is written by interactive transactions, as the owner of the tables. */
export type NaiveBook = People & Checked & { db: Database }

export const NAIVE_NOTE =
  'The interactive transaction writes a copy of the book as the owner of the tables, in 7 round trips; ' +
  'it spares itself the hash chain, so that invariant alone is not asked of its book.'

/** It spares itself the hash chain: a gift to its side. */
const NO_LINK = Buffer.alloc(32)

/**
 * A copy of the book without what only the posting function can satisfy: a transaction and its entries refer to each
 * other, so one of the two references waits for COMMIT here. Every other constraint and trigger is on.
 */
export async function createNaiveBook(server: Server, original: Book): Promise<NaiveBook> {
  const name = `${original.name}_interactive`
  await server.createDatabase(name, original.name)
  await server.run(
    name,
    'alter table transactions alter constraint transactions_have_entries deferrable initially deferred',
  )
  await server.run(name, 'vacuum (analyze)')
  const db = drizzle(openPool(server.urlOf('owner', name), CONNECTIONS))
  const { renters, owners, verified } = original
  return { name, renters, owners, verified, db, except: [...(original.except ?? []), 'hash_chains_hold'] }
}

/** A payment as it is usually written: lock, check, write, each statement a round trip. */
export async function payInteractively(db: Database, { by, movement }: PostingRequest): Promise<void> {
  const walletLegs = movement.legs.filter(isWalletLeg)
  await db.transaction(async (tx) => {
    const locked = await tx
      .select()
      .from(wallets)
      .where(or(...walletLegs.map((leg) => and(eq(wallets.userId, leg.user), eq(wallets.kind, leg.account)))))
      .orderBy(wallets.id)
      .for('update')
    const walletOf = (user: string, kind: WalletKind) =>
      locked.find((wallet) => wallet.userId === user && wallet.kind === kind)!
    const moved = movement.legs.map((leg) => {
      if (!isWalletLeg(leg)) return leg
      const { id, balance, version } = walletOf(leg.user, leg.account)
      if (balance + leg.amount < 0n) throw new Error('insufficient balance')
      const after = {
        walletId: id,
        balanceAfter: balance + leg.amount,
        walletVersion: version + 1n,
        hash: NO_LINK,
      }
      return { account: leg.account, amount: leg.amount, ...after }
    })

    const id = newId()
    await tx.insert(transactions).values({
      id,
      type: movement.type,
      reference: movement.reference,
      requestHash: NO_LINK,
      actor: by.actor,
      requestId: by.requestId,
      occurredAt: movement.occurredAt,
      recordedAt: by.now(),
      businessDate: kstDay(by.now()),
    })
    for (const leg of moved) {
      if (!('walletId' in leg)) continue
      await tx
        .update(wallets)
        .set({ balance: leg.balanceAfter, version: leg.walletVersion, headHash: leg.hash })
        .where(eq(wallets.id, leg.walletId))
    }
    await tx
      .insert(entries)
      .values(moved.map((leg, index) => ({ transactionId: id, line: index + 1, ...leg })))
  })
}
