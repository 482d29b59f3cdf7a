import { spawn } from 'node:child_process'
import { REPOSITORY } from './repository'

export type CommandOptions = { env?: Record<string, string>; signal?: AbortSignal }

/** Runs a Node program of ours or of a package in the foreground; answers its exit code, 1 when a signal ended it. */
export function runNode(args: string[], { env, signal }: CommandOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: REPOSITORY,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      signal,
    })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
