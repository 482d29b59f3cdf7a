import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withClient } from '../postgres/roles'

/** What belongs to the running server alone, or is made anew. */
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'pg_replslot', 'pg_stat_tmp']
/** Their folders must be there, empty. */
const EMPTIED = ['pg_replslot', 'pg_stat_tmp']

/**
 * Copies the files of a running server between `pg_backup_start` and `pg_backup_stop`, and after that the WAL that they
 * need to agree with each other. What is posted meanwhile goes on undisturbed. `target` must not exist.
 */
export async function takeBaseBackup(
  superuserUrl: string,
  clusterDirectory: string,
  target: string,
): Promise<void> {
  // One session holds the backup open: it ends with it.
  await withClient(superuserUrl, async (client) => {
    await client.query(`select pg_backup_start('pospay', fast => true)`)
    mkdirSync(target, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(clusterDirectory).filter(
      (each) => !LEFT_OUT.includes(each) && each !== 'pg_wal',
    ))
      cpSync(join(clusterDirectory, name), join(target, name), { recursive: true, verbatimSymlinks: true })
    for (const name of EMPTIED) mkdirSync(join(target, name))
    const { rows } = await client.query<{ labelfile: string; spcmapfile: string }>(
      'select labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)',
    )
    writeFileSync(join(target, 'backup_label'), rows[0]!.labelfile)
    if (rows[0]!.spcmapfile) writeFileSync(join(target, 'tablespace_map'), rows[0]!.spcmapfile)
    cpSync(join(clusterDirectory, 'pg_wal'), join(target, 'pg_wal'), { recursive: true })
  })
}
