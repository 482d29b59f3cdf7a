import { migrate } from '@/db/migrate'
import { DATABASE } from '@/scripts/postgres/roles'
import { startPostgres } from '@/scripts/postgres/start-postgres'
import { waitForExit } from '@/scripts/processes'
import { createTemporaryData, removeTemporaryData } from '@/scripts/temporary-data'

const EXIT_TIMEOUT_MS = 10_000

export type CrashablePostgres = {
  appUrl: string
  /** A superuser's, in the product's own database. */
  superuserUrl: string
  /** `kill -9` of the postmaster: nothing is flushed, every connection breaks. */
  kill(): Promise<void>
  /** Starts it again at the same address; what was committed is there. */
  startAgain(): Promise<void>
  remove(): Promise<void>
}

/** A migrated server of a test's own, that may be killed. */
export async function startCrashablePostgres(): Promise<CrashablePostgres> {
  const dataDir = await createTemporaryData()
  let server = await startPostgres({ dataDir })
  await migrate({ ownerUrl: server.ownerUrl })
  await server.allowAppLogin()
  const superuserUrl = new URL(server.superuserUrl)
  superuserUrl.pathname = `/${DATABASE}`
  return {
    appUrl: server.appUrl,
    superuserUrl: superuserUrl.href,
    kill: async () => {
      process.kill(server.pid, 'SIGKILL')
      await waitForExit(server.pid, EXIT_TIMEOUT_MS)
    },
    startAgain: async () => {
      const { port } = server
      server = await startPostgres({ dataDir })
      if (server.port !== port) throw new Error('the database came back at another address')
    },
    remove: () => removeTemporaryData(dataDir),
  }
}
