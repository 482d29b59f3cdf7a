import { and, desc, eq, or } from 'drizzle-orm'
import { depositProofs, proofNodes } from '@/db/schema/proof'
import type { Ctx } from '@/lib/context'
import { climb, neighboursOf, type Leaf, type Step } from './merkle'
import { isSigned, type Signed, type Statement } from './statement'

export type Proof = Statement & Signed & { madeAt: Date }

/** The newest one; null before the first day is closed. Throws when its signature is not good. */
export async function readProof({ db }: Pick<Ctx, 'db'>): Promise<Proof | null> {
  const [proof] = await db.select().from(depositProofs).orderBy(desc(depositProofs.day)).limit(1)
  if (!proof) return null
  if (!isSigned(proof, proof)) throw new Error(`the proof of ${proof.day} is not signed by its key`)
  return proof
}

export type Inclusion = { leaf: Leaf; steps: Step[] }

/**
 * A user's own part of a proof and the way from it to the root; null when their wallet was empty at that day's end.
 * Throws when the way does not lead to the signed root.
 */
export async function readInclusion(
  { db }: Pick<Ctx, 'db'>,
  userId: string,
  { day, people, root, deposits }: Proof,
): Promise<Inclusion | null> {
  const [own] = await db
    .select()
    .from(proofNodes)
    .where(and(eq(proofNodes.day, day), eq(proofNodes.userId, userId)))
  if (!own) return null
  const places = neighboursOf(own.position, people)
  const beside = places.length
    ? await db
        .select()
        .from(proofNodes)
        .where(
          and(
            eq(proofNodes.day, day),
            or(
              ...places.map(({ level, position }) =>
                and(eq(proofNodes.level, level), eq(proofNodes.position, position)),
              ),
            ),
          ),
        )
        .orderBy(proofNodes.level)
    : []
  const leaf = { salt: own.salt!, balance: own.sum, head: own.head! }
  const steps = beside.map(({ position, sum, hash }) => ({
    side: position % 2 === 0 ? ('left' as const) : ('right' as const),
    sum,
    hash,
  }))
  const reached = climb(leaf, steps)
  if (reached.hash.toString('hex') !== root || reached.sum !== deposits)
    throw new Error(`the proof of ${day} does not contain ${userId}`)
  return { leaf, steps }
}
