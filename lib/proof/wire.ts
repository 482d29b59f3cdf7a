import { toJsonAmount } from '@/lib/money'
import type { Inclusion, Proof } from './read'
import { toText } from './statement'

/** All that somebody needs who does not believe us: see docs/proof.md for what to do with it. */
export function toFile(proof: Proof, inclusion: Inclusion | null): Record<string, unknown> {
  return {
    statement: toText(proof),
    publicKey: proof.publicKey,
    signature: proof.signature,
    own: inclusion && {
      balance: toJsonAmount(inclusion.leaf.balance),
      salt: inclusion.leaf.salt.toString('hex'),
      head: inclusion.leaf.head.toString('hex'),
      steps: inclusion.steps.map(({ side, sum, hash }) => ({
        side,
        sum: toJsonAmount(sum),
        hash: hash.toString('hex'),
      })),
    },
  }
}
