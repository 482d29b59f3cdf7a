import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findClusterDirectory } from './postgres/cluster-directory'
import { stopServer } from './postgres/stop-server'
import { isRunning } from './processes'

const NAME = /^pospay-test-(\d+)-/

/** A data folder for one run of tests. Also removes those of runs that were killed, with the servers they left. */
export async function createTemporaryData(): Promise<string> {
  for (const name of readdirSync(tmpdir())) {
    const owner = NAME.exec(name)?.[1]
    if (owner && !isRunning(Number(owner))) await removeTemporaryData(join(tmpdir(), name))
  }
  const directory = mkdtempSync(join(tmpdir(), `pospay-test-${process.pid}-`))
  // The database server runs as another user than root and must get in.
  chmodSync(directory, 0o755)
  return directory
}

/** Ends the database server of the folder, if one runs, and removes everything. */
export async function removeTemporaryData(directory: string): Promise<void> {
  const cluster = findClusterDirectory(directory)
  if (cluster) {
    await stopServer(cluster)
    rmSync(cluster, { recursive: true, force: true })
    if (dirname(cluster) !== realpathSync(directory))
      rmSync(dirname(cluster), { recursive: true, force: true })
  }
  rmSync(directory, { recursive: true, force: true })
}
