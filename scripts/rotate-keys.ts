import { connect } from '@/db/client'
import { env } from '@/lib/env'
import { rotateKeys } from '@/lib/rotate-keys'
import { createSealer } from '@/lib/seal'

const { DATABASE_OWNER_URL, DATABASE_URL, ENCRYPTION_KEYS } = env()
const sealer = createSealer(ENCRYPTION_KEYS)
const db = connect(DATABASE_OWNER_URL ?? DATABASE_URL, {
  max: 1,
  applicationName: 'pospay-rotate-keys',
  statementTimeoutMs: 0,
})
const rotated = await rotateKeys(db, sealer).finally(() => db.$client.end())
for (const { table, column, sealedAnew } of rotated) console.log(`${table}.${column}: ${sealedAnew}`)
console.log(
  `everything is sealed by ${sealer.activeId}; mail that waits may need an older key for two days more`,
)
