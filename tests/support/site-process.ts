import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { REPOSITORY } from '@/scripts/repository'

type Options = { args: string[]; env: Record<string, string>; logFile: string; cwd?: string }

/** A process of the product, started, killed and started again as a test wants it. */
export class SiteProcess {
  private child: ChildProcess | null = null
  private ended: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: Options) {}

  /** Starts it, with these settings on top for this one run. */
  start(extra: Record<string, string> = {}): void {
    const { args, env, logFile, cwd = REPOSITORY } = this.options
    const log = openSync(logFile, 'a')
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...env, ...extra } as NodeJS.ProcessEnv,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    this.ended = once(child, 'exit')
    this.child = child
  }

  get pid(): number {
    return this.child!.pid!
  }

  get running(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null
  }

  /** Resolves when the process is gone, by its own doing or another's. */
  async gone(): Promise<void> {
    if (this.running) await this.ended
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    if (this.running) this.child!.kill('SIGKILL')
    await this.gone()
  }

  async stop(): Promise<void> {
    if (this.running) this.child!.kill('SIGTERM')
    await this.gone()
  }

  /** Waits until the process has stopped itself (SIGSTOP); it goes on with `resume`. */
  async halted(): Promise<void> {
    while (processState(this.pid) !== 'T') {
      await sleep(50)
      if (!this.running) throw new Error('the process ended before it reached the place')
    }
  }

  resume(): void {
    this.child!.kill('SIGCONT')
  }
}

function processState(pid: number): string | undefined {
  return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).trim()[0]
}
