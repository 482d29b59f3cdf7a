import { connect } from '@/db/client'
import { markBook } from '@/lib/ledger/days'
import type { Invariant } from '@/lib/ledger/invariants'
import { ALWAYS, verify } from '@/lib/verify'
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
    const broken = await verify(db, ALWAYS.filter(wanted), { since })
    if (broken.length > 0) {
      const lines = broken.map(
        ({ name, says, details }) => `  ${name} (${says}): ${details.slice(0, 3).join(', ')}`,
      )
      throw new Failure(`The book ${checked.name} is broken:\n${lines.join('\n')}`)
    }
    checked.verified = mark
  } finally {
    await db.$client.end()
  }
}
