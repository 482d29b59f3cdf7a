import { chownSync, cpSync, lchownSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Cluster } from '../postgres/initialise-cluster'
import { launchServer } from '../postgres/launch-server'
import type { RunningServer } from '../postgres/server-process'
import { giveTo } from '../postgres/cluster-directory'

type Restore = {
  /** Where the new server's files go; nothing is there yet. */
  cluster: Cluster
  backup: string
  /** Where `archive_command` puts finished WAL. */
  archive: string
  /** The moment whose state is wanted: what was committed by then, and nothing later. */
  moment: string
}

/** Brings a copy of a base backup to one moment by the archived WAL, and opens it for work. The backup stays as it is. */
export async function restoreTo({
  cluster,
  backup,
  archive,
  moment,
}: Restore): Promise<RunningServer & { logFile: string }> {
  const { directory, account } = cluster
  cpSync(backup, directory, { recursive: true, verbatimSymlinks: true })
  writeFileSync(join(directory, 'recovery.signal'), '')
  if (account) {
    for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }))
      lchownSync(join(directory, file), account.uid, account.gid)
    chownSync(directory, account.uid, account.gid)
  }
  giveTo(account, dirname(directory))
  const logFile = join(dirname(directory), 'restored.log')
  const server = await launchServer(cluster, {
    logFile,
    preferredPort: null,
    settings: {
      restore_command: `cp "${archive}/%f" "%p"`,
      recovery_target_time: moment,
      recovery_target_action: 'promote',
    },
    onWait: () => undefined,
  })
  return { ...server, logFile }
}
