import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { Person } from './api'
import { TossControls } from './toss-controls'

/** The site that the project's setup has started, for one test file. */
export function openSite() {
  const { url, tossUrl, tossClientKey, databaseUrl, settings, logFiles } = inject('site')
  const toss = new TossControls(tossUrl, tossClientKey)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
  afterAll(() => pool.end())
  /** Straight at the database, as a superuser. */
  const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await pool.query<Row>(text, values)).rows
  return { url, toss, query, settings, logFiles, newPerson: () => Person.join(url, toss) }
}
