import { startThrowawayPostgres } from '@/scripts/postgres/throwaway-postgres'
import { dropTemplate, prepareTemplate } from './databases'

/** Uses the server in TEST_DATABASE_ADMIN_URL (a superuser's), or starts one for this run. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_ADMIN_URL
  if (given) {
    await prepareTemplate(given)
    return process.env.TEST_DATABASE_MUTATION ? () => dropTemplate(given) : undefined
  }
  const postgres = await startThrowawayPostgres()
  process.env.TEST_DATABASE_ADMIN_URL = postgres.superuserUrl
  await prepareTemplate(postgres.superuserUrl)
  return async () => {
    delete process.env.TEST_DATABASE_ADMIN_URL
    await postgres.stop()
  }
}
