import { createTemporaryData, removeTemporaryData } from '../temporary-data'
import type { Postgres } from './start-postgres'
import { startPostgres } from './start-postgres'

/** A server for tests, real and durable like any other. `stop` ends it and removes its files. */
export async function startThrowawayPostgres(): Promise<Postgres> {
  const dataDir = await createTemporaryData()
  const postgres = await startPostgres({ dataDir, settings: { max_connections: '400' } })
  return { ...postgres, stop: () => removeTemporaryData(dataDir) }
}
