import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseEnv } from 'node:util'

export type Settings = Record<string, string>

/** The settings kept in a file of `NAME=value` lines; none when the file is not there. */
export function readSettings(path: string): Settings {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Settings
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

/** Adds or replaces settings and keeps the rest. Readable by the owner only; never half written. */
export function updateSettings(path: string, changes: Settings): Settings {
  const before = readSettings(path)
  const after = { ...before, ...changes }
  if (Object.entries(changes).every(([name, value]) => before[name] === value)) return after
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  const lines = Object.entries(after).map(([name, value]) => `${name}=${quote(value)}\n`)
  writeFileSync(draft, lines.join(''), { mode: 0o600 })
  renameSync(draft, path)
  return after
}

// A shell must be able to source the file too.
function quote(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value}'`
}
