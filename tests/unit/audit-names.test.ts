import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { auditName } from '@/lib/identity/audit-trail/names'

const ROOT = join(import.meta.dirname, '..', '..')

/** Every action that the source writes to the audit log: what stands after `action:` in a call of it. */
const written = ['lib', 'app', 'db']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => readFileSync(join(ROOT, path), 'utf8'))
  .filter((text) => /from '@\/lib\/audit'/.test(text))
  .flatMap((text) => [...text.matchAll(/\baction: ([^,}]+)/g)].map(([, value]) => value!))
  .flatMap((value) => [...value.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, action]) => action!))

test('every action of the audit log has a name in Korean', () => {
  expect(new Set(written).size).toBeGreaterThan(80)
  expect([...new Set(written)].filter((action) => auditName(action) === action)).toEqual([])
})
