import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNode } from '../run-command'
import type { Check, CheckContext, Outcome } from './check'

type Report = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

type Needs = { database?: boolean; browser?: boolean }

/** One project of vitest.config.ts. */
export function vitestProject(project: string, needs: Needs = {}): Check {
  return { name: project, run: (context) => runProject(project, needs, context) }
}

async function runProject(project: string, needs: Needs, context: CheckContext): Promise<Outcome> {
  const env = { ...context.settings }
  if (needs.database) env.TEST_DATABASE_ADMIN_URL = await context.databaseAdminUrl()
  if (needs.browser) env.POSPAY_CHROMIUM = await context.browser()
  const directory = mkdtempSync(join(tmpdir(), 'pospay-report-'))
  const file = join(directory, 'report.json')
  const filter = context.testName ? ['-t', context.testName, '--passWithNoTests'] : []
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters, ...filter]
  try {
    const code = await runNode(args, { env, signal: context.signal })
    return count(JSON.parse(readFileSync(file, 'utf8')) as Report, code)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function count(report: Report, code: number): Outcome {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length
  const failed = report.numFailedTests + brokenFiles
  // An error outside any test, or no test at all, shows in the exit code only.
  return {
    passed: report.numPassedTests,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: report.numPendingTests,
  }
}
