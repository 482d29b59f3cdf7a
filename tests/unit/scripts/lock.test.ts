import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeLock, withLock } from '@/scripts/lock'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pospay-lock-'))
  path = join(directory, 'lock')
})
afterEach(() => rmSync(directory, { recursive: true }))

test('a held lock is refused and names its living holder', () => {
  takeLock(path)
  expect(takeLock(path)).toMatchObject({ pid: process.pid })
})

test('a released lock can be taken again', () => {
  const lock = takeLock(path)
  if ('release' in lock) lock.release()
  expect(takeLock(path)).toHaveProperty('release')
})

test('the lock of a dead process is taken over', () => {
  writeFileSync(path, '999999999 long ago\n')
  expect(takeLock(path)).toHaveProperty('release')
  expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `))
})

test('a process that only got the number of the dead holder does not hold the lock', () => {
  writeFileSync(path, `${process.pid} another start time\n`)
  expect(takeLock(path)).toHaveProperty('release')
})

test('releasing does not remove a lock that somebody else took meanwhile', () => {
  const lock = takeLock(path)
  writeFileSync(path, '1 somebody\n')
  if ('release' in lock) lock.release()
  expect(readFileSync(path, 'utf8')).toBe('1 somebody\n')
})

test('work under one lock runs one after the other', async () => {
  let inside = 0
  const work = async () => {
    inside++
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(inside).toBe(1)
    inside--
  }
  await Promise.all([withLock(path, work), withLock(path, work), withLock(path, work)])
})
