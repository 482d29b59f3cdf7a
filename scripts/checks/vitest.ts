import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { runNode } from '../run-command'
import type { Check, CheckContext, Outcome } from './check'

type Report = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: FileResult[]
}

type FileResult = { name: string; status: string; message: string; assertionResults: TestResult[] }
type TestResult = { status: string; fullName: string; failureMessages: string[] }

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
  const failures = report.testResults.flatMap(failuresOf)
  // An error outside any test, or no test at all, shows in the exit code only.
  return {
    passed: report.numPassedTests,
    failed: failures.length || (code === 0 ? 0 : 1),
    skipped: report.numPendingTests,
    failures,
  }
}

/** What failed in a file: its tests, or the file itself when it broke outside of them. */
function failuresOf({ name, status, message, assertionResults }: FileResult): string[] {
  const file = relative(process.cwd(), name)
  const tests = assertionResults.filter((test) => test.status === 'failed')
  if (status === 'failed' && !tests.length) return [`${file}\n${message}`]
  return tests.map(({ fullName, failureMessages }) => `${file} › ${fullName}\n${failureMessages.join('\n')}`)
}
