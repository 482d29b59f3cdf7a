import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { connect } from '@/db/client'
import { noteDone } from '@/lib/doctor/record-evidence'
import { takeBaseBackup } from './backup/base-backup'
import { findClusterDirectory } from './postgres/cluster-directory'
import { readSettings } from './settings-file'

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { note: { type: 'string' } },
  allowPositionals: true,
})
const note = values.note ?? (await copyEmbedded(positionals[0]))
const db = connect(process.env.DATABASE_URL!, { max: 1, applicationName: 'pospay-backup' })
await noteDone({ db, now: () => new Date() }, 'backup', note).finally(() => db.$client.end())
console.log(`noted: ${note}`)

/** Copies the embedded database; answers where to. Others are backed up by their own tools, which then call with --note. */
async function copyEmbedded(folder: string | undefined): Promise<string> {
  const dataDirectory = resolve(process.env.POSPAY_DATA_DIR ?? '.data')
  const cluster = findClusterDirectory(dataDirectory)
  const superuserUrl = readSettings(join(dataDirectory, 'env')).DATABASE_SUPERUSER_URL
  if (!folder || !cluster || !superuserUrl) {
    console.error(
      'backup: give a folder for the embedded database, or --note what another tool has backed up',
    )
    process.exit(2)
  }
  const target = resolve(folder)
  if (existsSync(target)) {
    console.error(`backup: ${target} is there already`)
    process.exit(2)
  }
  await takeBaseBackup(superuserUrl, cluster, target)
  return target
}
