import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseEnv } from '@/lib/env'
import { readLocalEnvironment } from '@/scripts/local-environment'
import { updateSettings } from '@/scripts/settings-file'

const DATABASE = { DATABASE_URL: 'postgresql://pospay_app:p@127.0.0.1:5432/pospay' }
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pospay-environment-'))
  for (const name of Object.keys(process.env).filter((name) =>
    /^(TOSS_|DATABASE_|AUTH_|ENCRYPTION_|APP_|PORT$)/.test(name),
  )) {
    vi.stubEnv(name, '')
  }
  vi.stubEnv('POSPAY_DATA_DIR', directory)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true })
})

test('nothing set: what it chooses is accepted by the product', () => {
  const { simulated, databaseUrl, settings } = readLocalEnvironment()
  expect({ simulated, databaseUrl }).toEqual({ simulated: true, databaseUrl: null })
  expect(parseEnv({ ...settings, ...DATABASE })).toMatchObject({
    APP_ENV: 'local',
    APP_URL: 'http://localhost:3000',
    TOSS_API_URL: 'http://localhost:4100',
    TOSS_SDK_URL: 'http://localhost:4100/v2/standard',
  })
})

test('secrets are made once and kept', () => {
  const first = readLocalEnvironment()
  updateSettings(first.settingsFile, first.settings)
  const { AUTH_SECRET, ENCRYPTION_KEYS, TOSS_SECURITY_KEY } = first.settings
  expect(readLocalEnvironment().settings).toMatchObject({ AUTH_SECRET, ENCRYPTION_KEYS, TOSS_SECURITY_KEY })
})

test('any Toss key of the user turns the simulator off', () => {
  vi.stubEnv('TOSS_WIDGET_CLIENT_KEY', 'test_gck_mine')
  const { simulated, settings } = readLocalEnvironment()
  expect(simulated).toBe(false)
  expect(settings.TOSS_API_URL).toBeUndefined()
  expect(settings.TOSS_SECRET_KEY).toBeUndefined()
})

test('a database of the user is used for migrations too, unless an owner is named', () => {
  vi.stubEnv('DATABASE_URL', DATABASE.DATABASE_URL)
  expect(readLocalEnvironment().databaseOwnerUrl).toBe(DATABASE.DATABASE_URL)
  vi.stubEnv('DATABASE_OWNER_URL', 'postgresql://owner@127.0.0.1/pospay')
  expect(readLocalEnvironment().databaseOwnerUrl).toBe('postgresql://owner@127.0.0.1/pospay')
})

test('production gets no embedded database, no simulator, no made-up secret and no movable clock', () => {
  vi.stubEnv('APP_ENV', 'production')
  expect(readLocalEnvironment).toThrow(/needs DATABASE_URL/)
  vi.stubEnv('DATABASE_URL', DATABASE.DATABASE_URL)
  expect(readLocalEnvironment).toThrow(/needs Toss keys/)
  vi.stubEnv('TOSS_WIDGET_CLIENT_KEY', 'live_gck_mine')
  const { settings } = readLocalEnvironment()
  expect(settings.AUTH_SECRET).toBeUndefined()
  expect(settings.ENCRYPTION_KEYS).toBeUndefined()
  expect(settings.POSPAY_CLOCK_FILE).toBeUndefined()
})

test.each(['abc', '0', '70000', '80.5'])('PORT=%s is refused in words', (port) => {
  vi.stubEnv('PORT', port)
  expect(readLocalEnvironment).toThrow(`PORT is "${port}"`)
})
