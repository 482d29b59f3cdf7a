import { connect } from '@/db/client'
import { markBook } from '@/lib/ledger/days'
import type { Invariant } from '@/lib/ledger/invariants'
import { ALWAYS, verify, type Broken } from '@/lib/verify'
import { Failure } from '../failure'
import type { Server } from './server'

/** A database whose figures count only while its book is sound. */
export type Checked = {
  name: string
  /** The last transaction that was verified. */
  verified: bigint
  /** What the work in it does without. */
  except?: string[]
}

/** Throws a Failure that names what is broken: by the whole book, or by what was posted since the last look. */
export async function expectSound(server: Server, checked: Checked, scope: 'full' | 'recent'): Promise<void> {
  const db = connect(server.urlOf('app', checked.name), {
    max: 1,
    applicationName: 'pospay-bench',
    statementTimeoutMs: 0,
  })
  const wanted = ({ name, wholeBook }: Invariant) =>
    !checked.except?.includes(name) && (scope === 'full' || !wholeBook)
  try {
    const mark = await markBook(db)
    const since = scope === 'full' ? 0n : checked.verified
    refuseBroken(checked.name, await verify(db, ALWAYS.filter(wanted), { since }))
    checked.verified = mark
  } finally {
    await db.$client.end()
  }
}

/** Throws a Failure that says what of a book is broken, if anything is. */
export function refuseBroken(book: string, broken: Broken[]): void {
  if (broken.length === 0) return
  const lines = broken.map(
    ({ name, says, details }) => `  ${name} (${says}): ${details.slice(0, 3).join(', ')}`,
  )
  throw new Failure(`The book ${book} is broken:\n${lines.join('\n')}`)
}
