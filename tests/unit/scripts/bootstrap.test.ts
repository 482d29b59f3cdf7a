import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { REPOSITORY } from '@/scripts/repository'

const bootstrap = (nodeFlags: string[], command: string) =>
  spawnSync(process.execPath, [...nodeFlags, join(REPOSITORY, 'scripts', 'bootstrap.mjs'), command], {
    encoding: 'utf8',
  })

test.each(['18.20.1', '20.18.3'])('Node %s is refused in one sentence', (version) => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  const { status, stderr } = bootstrap(
    ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`],
    'start',
  )
  expect(status).toBe(1)
  expect(stderr.trim()).toBe(
    `PosPay needs Node 20.19 or newer, and this is Node ${version}. Install it from https://nodejs.org.`,
  )
})

test('an unknown command names the known ones', () => {
  expect(bootstrap([], 'sing').stderr.trim()).toBe(
    'Unknown command "sing": one of start, dev, test, test:toss, verify, reconcile, rotate-keys, doctor, backup, restore-drill, retention, bench, mutation.',
  )
})
