import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../failure'
import { percentile } from './arithmetic'
import type { Sample } from './measure'
import type { Tpcb } from './tpcb'

type Pgbench = { program: string; url: URL; signal: AbortSignal }

const THREADS = 2

/** The program itself; its statements are prepared, and as always it vacuums its small tables before it measures. */
export async function createPgbench(
  pgbench: Pgbench,
  scale: number,
  readWal: () => Promise<number>,
): Promise<Tpcb> {
  const call = (args: string[], cwd?: string) => runProgram(pgbench, args, cwd)
  await call(['-i', '-q', '-s', String(scale)])
  const version = (await call(['--version'])).replace(/^pgbench \(PostgreSQL\) (\S+).*/s, '$1')
  return {
    through: `pgbench ${version}, scale ${scale}, -M prepared -j ${THREADS}`,
    run: async (clients, seconds) => {
      const logs = mkdtempSync(join(tmpdir(), 'pospay-pgbench-'))
      try {
        const walBefore = await readWal()
        const load = [
          '-c',
          String(clients),
          '-j',
          String(Math.min(THREADS, clients)),
          '-T',
          String(Math.ceil(seconds)),
        ]
        const output = await call(['-M', 'prepared', ...load, '-l'], logs)
        const walBytes = (await readWal()) - walBefore
        return toSample(output, readLatencies(logs), walBytes)
      } finally {
        rmSync(logs, { recursive: true, force: true })
      }
    },
  }
}

function toSample(output: string, latenciesMs: number[], walBytes: number): Sample {
  const perSecond = Number(/^tps = ([\d.]+) \(without initial connection time\)/m.exec(output)?.[1])
  if (!perSecond) throw new Failure(`pgbench (14 or newer is needed) said:\n${output}`)
  return {
    perSecond,
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
    walBytes: walBytes / latenciesMs.length,
  }
}

/** Its log has a line per transaction, the third field being the time in microseconds. */
function readLatencies(directory: string): number[] {
  return readdirSync(directory)
    .flatMap((file) => readFileSync(join(directory, file), 'utf8').trim().split('\n'))
    .map((line) => Number(line.split(' ')[2]) / 1000)
}

function runProgram({ program, url, signal }: Pgbench, args: string[], cwd?: string): Promise<string> {
  const env = {
    ...process.env,
    PGHOST: url.hostname,
    PGPORT: url.port,
    PGUSER: url.username,
    PGPASSWORD: url.password,
    PGDATABASE: url.pathname.slice(1),
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] })
    let [output, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Failure(`pgbench ended with ${code}:\n${errors}`)),
    )
  })
}
