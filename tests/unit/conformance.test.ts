import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const FOLDER = join(import.meta.dirname, '..', 'toss-simulator')

/** What Toss's checklist (§11.1) numbers and the simulator does; 21, payouts, comes with withdrawals. */
const BEHAVIOURS = [...Array.from({ length: 20 }, (_, index) => index + 1), 22, 23, 24, 25]

/** `§11.1 no. 1 and 17` in the title of a test names both. */
const NAMED = /(?:test|describe)(?:\.each\([^)]*\))?\(\s*['`"][^\n]*§11\.1 no\. (\d+)(?: and (\d+))?/g

test('every behaviour that the checklist numbers is asserted by a test that names its number and section', () => {
  const titles = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(join(FOLDER, file), 'utf8').matchAll(NAMED)])
  const named = new Set(titles.flatMap(([, ...numbers]) => numbers.filter(Boolean).map(Number)))
  expect(BEHAVIOURS.filter((number) => !named.has(number))).toEqual([])
  expect(titles.map(([title]) => title).filter((title) => !/§\d+(\.\d+)?, |\(§/.test(title))).toEqual([])
})
