import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Settings } from '../settings-file'
import { startTestSite, type TestSite } from '../test-site'
import { runNode } from '../run-command'
import type { Check, Outcome } from './check'

type Report = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  suites: Suite[]
}
type Suite = { suites?: Suite[]; specs: Spec[] }
type Spec = {
  title: string
  file: string
  tests: { status: string; results: { error?: { message?: string } }[] }[]
}

/** Who carries the withdrawals is a setting of a whole site, so that each carrier has one. */
const SITES: Settings[] = [{}, { WITHDRAW_BY: 'toss' }]

/** The tests of playwright.config.ts, against sites of their own, one after the other. */
export const browser: Check = {
  name: 'browser',
  run: async ({ signal, testName, browser: findBrowser }) => {
    const executable = await findBrowser()
    const filter = testName ? ['--grep', testName, '--pass-with-no-tests'] : []
    const outcomes: Outcome[] = []
    for (const settings of SITES)
      outcomes.push(await runBrowserTests(executable, await startTestSite(signal, settings), filter, signal))
    return outcomes.reduce(add)
  },
}

function add(one: Outcome, other: Outcome): Outcome {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: (one.skipped ?? 0) + (other.skipped ?? 0),
    failures: [...(one.failures ?? []), ...(other.failures ?? [])],
  }
}

/** Runs Playwright against `site`, and stops the site. */
export async function runBrowserTests(
  executable: string,
  site: TestSite,
  filter: string[],
  signal: AbortSignal,
): Promise<Outcome> {
  const file = join(site.dataDirectory, 'browser-tests.json')
  try {
    const args = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', ...filter]
    const env = { ...site.env, POSPAY_CHROMIUM: executable, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
    const code = await runNode(args, { env, signal })
    return count(JSON.parse(readFileSync(file, 'utf8')) as Report, code)
  } finally {
    rmSync(file, { force: true })
    await site.stop()
  }
}

/** A test that passed only when tried again counts as failed. */
function count({ stats, suites }: Report, code: number): Outcome {
  const failed = stats.unexpected + stats.flaky
  return {
    passed: stats.expected,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: stats.skipped,
    failures: suites.flatMap(failuresOf),
  }
}

function failuresOf({ suites = [], specs }: Suite): string[] {
  const here = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []))
      .map((message) => `${file} › ${title}\n${stripVTControlCharacters(message)}`),
  )
  return [...here, ...suites.flatMap(failuresOf)]
}
