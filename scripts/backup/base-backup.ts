import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withClient } from '../postgres/roles'

/** What belongs to the running server alone, or is made anew; `pg_wal` is copied last. */
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'pg_wal']
/** Their folders must be there, empty. */
const EMPTIED = ['pg_replslot', 'pg_stat_tmp', 'archive_status', 'summaries']

/**
 * Copies the files of a running server between `pg_backup_start` and `pg_backup_stop`, and after that the WAL that they
 * need to agree with each other. What is posted meanwhile goes on undisturbed. `target` must not exist.
 */
export async function takeBaseBackup(
  superuserUrl: string,
  clusterDirectory: string,
  target: string,
): Promise<void> {
  // One session holds the backup open and keeps its WAL from being used again: both end with it.
  await withClient(superuserUrl, async (client) => {
    await client.query(
      `select pg_create_physical_replication_slot('pospay_backup_${process.pid}', true, true)`,
    )
    await client.query(`select pg_backup_start('pospay', fast => true)`)
    copyFolder(clusterDirectory, target, LEFT_OUT)
    const { rows } = await client.query<{ labelfile: string; spcmapfile: string }>(
      'select labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)',
    )
    writeFileSync(join(target, 'backup_label'), rows[0]!.labelfile)
    if (rows[0]!.spcmapfile) writeFileSync(join(target, 'tablespace_map'), rows[0]!.spcmapfile)
    copyFolder(join(clusterDirectory, 'pg_wal'), join(target, 'pg_wal'))
  })
}

/** A running server removes files at any time; the WAL tells of what was in them, if anything was. */
function copyFolder(from: string, to: string, leftOut: string[] = []): void {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (leftOut.includes(entry.name)) continue
    if (EMPTIED.includes(entry.name)) mkdirSync(target, { mode: 0o700 })
    else unlessGone(() => (entry.isDirectory() ? copyFolder(source, target) : copyFileSync(source, target)))
  }
}

function unlessGone(copy: () => void): void {
  try {
    copy()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
