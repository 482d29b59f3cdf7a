import { startThrowawayPostgres } from '@/scripts/postgres/throwaway-postgres'
import { prepareTemplate } from './databases'

/** Uses the server in TEST_DATABASE_ADMIN_URL (a superuser's), or starts one for this run. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_ADMIN_URL) {
    await prepareTemplate(process.env.TEST_DATABASE_ADMIN_URL)
    return undefined
  }
  const postgres = await startThrowawayPostgres()
  process.env.TEST_DATABASE_ADMIN_URL = postgres.superuserUrl
  await prepareTemplate(postgres.superuserUrl)
  return async () => {
    delete process.env.TEST_DATABASE_ADMIN_URL
    await postgres.stop()
  }
}
