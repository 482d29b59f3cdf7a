import { expect, test } from 'vitest'
import { SETTINGS } from '@/lib/settings/read-setting'

const whole = {
  name: '포켓스페이스',
  representative: '김하늘',
  businessNumber: '123-45-67890',
  mailOrderNumber: '제2026-서울마포-0001호',
  address: '서울특별시 마포구 월드컵로 1',
  phone: '02-123-4567',
  email: 'help@pospay.example',
  hours: '평일 10시부터 18시까지',
  disputeOfficer: '이바다',
}

test('who runs the service is said whole or not at all', () => {
  expect(SETTINGS.company.parse(whole)).toEqual(whole)
  expect(SETTINGS.company.parse({})).toBeNull()
  for (const name of Object.keys(whole)) {
    expect(SETTINGS.company.safeParse({ ...whole, [name]: '' }).success, name).toBe(false)
    expect(SETTINGS.company.safeParse({ ...whole, [name]: undefined }).success, name).toBe(false)
  }
})
