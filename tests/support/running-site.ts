import pg from 'pg'
import { afterAll, inject, onTestFinished } from 'vitest'
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
  /** Toss does the next one of these, and its answer is lost. So are its messages, until the test ends. */
  const loseAnswer = async (scenario: 'confirm-answer-lost' | 'cancel-answer-lost') => {
    onTestFinished(async () => void (await toss.clearFaults()))
    await toss.play('webhooks-lost')
    await toss.play(scenario)
  }
  return { url, toss, query, settings, logFiles, loseAnswer, newPerson: () => Person.join(url, toss) }
}
