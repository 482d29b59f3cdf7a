import { connect } from '@/db/client'
import { readTotals } from '@/lib/ledger/totals'
import { formatWon } from '@/lib/money'
import { ALWAYS, verify } from '@/lib/verify'

/** How many culprits of one kind are worth a line. */
const MOST_DETAILS = 10

const url = process.env.DATABASE_URL
if (!url) {
  console.error('verify: DATABASE_URL is not set')
  process.exit(2)
}

// A large book takes longer than any page may.
const db = connect(url, { max: 1, applicationName: 'pospay-verify', statementTimeoutMs: 0 })
const [broken, accounts] = await Promise.all([verify(db), readTotals(db)]).finally(() => db.$client.end())
for (const { name, account, balance } of accounts.filter((total) => total.balance !== 0n)) {
  console.log(`${formatWon(balance).padStart(20)}  ${name} (${account})`)
}
for (const { name, says, details } of broken) {
  console.error(`broken: ${name} (${says})`)
  for (const detail of details.slice(0, MOST_DETAILS)) console.error(`  ${detail}`)
  if (details.length > MOST_DETAILS) console.error(`  … and ${details.length - MOST_DETAILS} more`)
}
console.log(
  broken.length === 0
    ? `all ${ALWAYS.length} invariants hold`
    : `${broken.length} of ${ALWAYS.length} invariants are broken`,
)
process.exitCode = broken.length === 0 ? 0 : 1
