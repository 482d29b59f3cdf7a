import { expect, test } from 'vitest'
import { placeOf, readableAddress } from '@/lib/identity/place'

test.each([
  ['203.0.113.7', '::ffff:203.0.113.7'],
  ['127.0.0.1', '::1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:DB8:1:2::1'],
  ['2001:db8::1:2:3:4', '2001:db8:0:0:9:9:9:9'],
  ['fe80::1', 'fe80::2:3'],
])('%s and %s are one place', (one, other) => {
  expect(placeOf(one)).toBe(placeOf(other))
})

test.each([
  ['203.0.113.7', '203.0.113.8'],
  ['2001:db8:1:2::1', '2001:db8:1:3::1'],
  ['2001:db8::1', '2001:db8:0:1::1'],
  ['10.0.0.1', '127.0.0.1'],
])('%s and %s are two', (one, other) => {
  expect(placeOf(one)).not.toBe(placeOf(other))
})

test('an address is shown as people write it', () => {
  expect(readableAddress('::ffff:203.0.113.7')).toBe('203.0.113.7')
  expect(readableAddress('2001:DB8::1')).toBe('2001:db8::1')
})
