import { expect, test } from 'vitest'
import { maskAddress, maskEmail, maskName } from '@/lib/mask'

test.each([
  ['홍길동', '홍*동'],
  ['김구', '김*'],
  ['별', '별*'],
  ['남궁민수', '남**수'],
  ['😀길동', '😀*동'],
])('the name %s is shown as %s', (name, masked) => expect(maskName(name)).toBe(masked))

test.each([
  ['renter@pospay.test', 're****@pospay.test'],
  ['ab@example.com', 'a****@example.com'],
  ['a@example.com', '****@example.com'],
])('the e-mail %s is shown as %s', (email, masked) => expect(maskEmail(email)).toBe(masked))

test.each([
  ['203.0.113.7', '203.0.*.*'],
  ['::ffff:203.0.113.7', '203.0.*.*'],
  ['2001:db8:1:2::5', '2001:db8:*'],
  ['::1', '::*'],
])('the address %s is shown as %s', (address, masked) => expect(maskAddress(address)).toBe(masked))
