import { expect, test } from 'vitest'
import { nextInvoice, nextNtsFile } from '@/lib/flows/morning/clocks'

test.each([
  ['2026-11-09', '2026-11-10'],
  ['2026-11-10', '2026-11-10'],
  ['2026-11-11', '2026-12-10'],
  ['2026-12-31', '2027-01-10'],
  ['2027-01-01', '2027-01-10'],
])('on %s fees are to be invoiced by %s', (today, dueOn) => {
  expect(nextInvoice(today)).toBe(dueOn)
})

test.each([
  ['2026-10-01', '2026-10-15'],
  ['2026-10-15', '2026-10-15'],
  ['2026-10-16', '2027-01-15'],
  ['2026-12-31', '2027-01-15'],
  ['2027-01-15', '2027-01-15'],
  ['2027-02-01', '2027-04-15'],
])('on %s the tax office is next told by %s', (today, dueOn) => {
  expect(nextNtsFile(today)).toBe(dueOn)
})
