import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Failure } from '../failure'
import { REPOSITORY } from '../repository'

type Report = {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

/**
 * Not asked: `migrations` compares the database with the schema and so fails for every mutant, whatever it breaks;
 * the others break connections and know no rule of the money.
 */
const NOT_ASKED = ['tests/db/migrations.test.ts', 'tests/db/restart.test.ts', 'tests/db/tx.test.ts']

/** Runs test files of the database project, or one test of them, up to the first failure: which it was, or null. */
export async function firstFailure(
  files: string[],
  env: Record<string, string>,
  test?: string,
): Promise<{ file: string; test: string } | null> {
  const directory = mkdtempSync(join(tmpdir(), 'pospay-mutation-'))
  const output = join(directory, 'report.json')
  const args = ['run', '--project=database', '--bail=1', '--no-file-parallelism', ...files]
  const reporting = ['--reporter=json', `--outputFile=${output}`]
  const naming = test ? [`--testNamePattern=${test.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`] : []
  const excluding = NOT_ASKED.map((file) => `--exclude=${file}`)
  try {
    const { code, errors } = await runVitest([...args, ...reporting, ...excluding, ...naming], env)
    if (code === 0) return null
    if (!existsSync(output)) throw new Failure(`The tests could not be run:\n${errors.trim()}`)
    return readFailure(output)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function readFailure(output: string): { file: string; test: string } {
  const report = JSON.parse(readFileSync(output, 'utf8')) as Report
  const broken = report.testResults.find(({ status }) => status === 'failed')
  if (!broken) return { file: 'tests', test: 'an error outside of any test' }
  const test = broken.assertionResults.find(({ status }) => status === 'failed')
  return {
    file: relative(REPOSITORY, broken.name),
    // Without a failed test the file itself fell, as it made its scene.
    test: test?.fullName ?? broken.message.split('\n')[0]!,
  }
}

function runVitest(args: string[], env: Record<string, string>): Promise<{ code: number; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
      cwd: REPOSITORY,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    child.stderr.on('data', (chunk) => (errors += chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, errors }))
  })
}
