import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { REPOSITORY } from '@/scripts/repository'

test('npm test runs every project of the vitest configuration', () => {
  const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8')
  const projects = [...read('vitest.config.ts').matchAll(/name: '(\w+)'/g)].map(([, name]) => name)
  const run = [...read('scripts/test.ts').matchAll(/vitestProject\('(\w+)'/g)].map(([, name]) => name)
  expect(projects.length).toBeGreaterThan(3)
  expect(run.sort()).toEqual(projects.sort())
})
