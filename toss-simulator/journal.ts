import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** An append-only file of JSON lines. A line is in the operating system's hands before `append` returns. */
export interface Journal {
  append(entry: unknown): void
  /** Replaces the whole file by these entries, atomically. */
  rewrite(entries: unknown[]): void
  close(): void
}

/** Opens (or makes) the file and hands every entry in it to `replay`, oldest first. */
export function openJournal(file: string, replay: (entry: unknown) => void): Journal {
  mkdirSync(dirname(file), { recursive: true })
  if (existsSync(file)) readEntries(file, replay)
  let descriptor = openSync(file, 'a')
  return {
    append(entry) {
      writeSync(descriptor, `${JSON.stringify(entry)}\n`)
    },
    rewrite(entries) {
      const temporary = `${file}.tmp`
      writeFileSync(temporary, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
      closeSync(descriptor)
      renameSync(temporary, file)
      descriptor = openSync(file, 'a')
    },
    close: () => closeSync(descriptor),
  }
}

function readEntries(file: string, replay: (entry: unknown) => void): void {
  const lines = readFileSync(file, 'utf8').split('\n')
  const complete = lines.slice(0, -1)
  // The process may have died inside its last write: what has no line end was never promised to anybody.
  for (const [index, line] of complete.entries()) {
    try {
      replay(JSON.parse(line))
    } catch {
      throw new Error(`${file} is damaged at line ${index + 1}; delete the file to start afresh`)
    }
  }
}
