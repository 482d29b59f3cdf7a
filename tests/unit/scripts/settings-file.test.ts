import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSettings, updateSettings } from '@/scripts/settings-file'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pospay-settings-'))
  path = join(directory, 'data', 'env')
})
afterEach(() => rmSync(directory, { recursive: true }))

test('settings come back as they were, and others stay', () => {
  updateSettings(path, { AUTH_SECRET: 'a+b/c=' })
  updateSettings(path, { DATABASE_URL: 'postgresql://u:p@127.0.0.1:5432/d?sslmode=require&x=#1' })
  expect(readSettings(path)).toEqual({
    AUTH_SECRET: 'a+b/c=',
    DATABASE_URL: 'postgresql://u:p@127.0.0.1:5432/d?sslmode=require&x=#1',
  })
})

test('nobody else may read them', () => {
  updateSettings(path, { AUTH_SECRET: 'secret' })
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a shell can source them', () => {
  updateSettings(path, { VALUE: 'a b&c#d$e' })
  expect(execFileSync('sh', ['-c', '. "$1"; printf %s "$VALUE"', 'sh', path], { encoding: 'utf8' })).toBe(
    'a b&c#d$e',
  )
})

test('a file that is not there holds nothing', () => {
  expect(readSettings(path)).toEqual({})
})
