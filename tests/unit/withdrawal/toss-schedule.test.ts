import { expect, test } from 'vitest'
import { choosePayoutDate, leavesAt } from '@/lib/withdrawal/toss/schedule'

const at = (time: string) => new Date(`${time}+09:00`)
const now = { kind: 'pay', payoutDate: null }
const on = (payoutDate: string) => ({ kind: 'pay', payoutDate })

// 2026-12-25 is a Friday, and Christmas.
test.each([
  [
    'before eight on a business day',
    '2026-12-24T07:59:59',
    { kind: 'wait', until: at('2026-12-24T08:00:00') },
  ],
  ['at eight', '2026-12-24T08:00:00', now],
  ['a minute before Toss closes', '2026-12-24T14:58:59', now],
  ['too late to get there in time, before a long weekend', '2026-12-24T14:59:00', on('2026-12-28')],
  ['at night', '2026-12-23T23:59:59', on('2026-12-24')],
  ['on a holiday', '2026-12-25T10:00:00', on('2026-12-28')],
  ['on a Sunday', '2026-12-27T05:00:00', on('2026-12-28')],
])('%s', (_, time, expected) => {
  expect(choosePayoutDate(at(time))).toEqual(expected)
})

test.each([
  ['at once', '2026-12-24T10:00:00', null, '2026-12-28'],
  ['on a day to come', '2026-12-24T16:00:00', '2026-12-28', '2026-12-29'],
  ['on a day that has passed since', '2026-12-30T10:00:00', '2026-12-28', '2026-12-31'],
])('what Toss would not pay %s is for the next business day', (_, time, payoutDate, next) => {
  expect(choosePayoutDate(at(time), { payoutDate })).toEqual(on(next))
})

test('a day’s payouts leave at nine', () => {
  expect(leavesAt('2026-12-28')).toEqual(at('2026-12-28T09:00:00'))
})
