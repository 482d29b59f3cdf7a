import { describe, expect, test } from 'vitest'
import { newId, newOrderId } from '@/lib/ids'
import { understand } from '@/lib/member/understand'

const TODAY = '2026-11-28'
const of = (typed: string) => understand(typed, TODAY)

describe('the one box takes', () => {
  test('an e-mail, however it is typed', () => {
    expect(of(' Renter@PosPay.test ')).toEqual({ by: 'email', email: 'renter@pospay.test' })
  })

  test('an id, also in capitals and as a numbered reference', () => {
    const id = newId()
    expect(of(id.toUpperCase())).toEqual({ by: 'id', id })
    expect(of(`${id}#2`)).toEqual({ by: 'id', id })
  })

  test('an orderId and a paymentKey', () => {
    const orderId = newOrderId()
    expect(of(orderId)).toEqual({ by: 'key', key: orderId })
    expect(of(`${orderId}#1`)).toEqual({ by: 'key', key: orderId })
    expect(of('tgen_20261128000000abcdEFGH')).toEqual({ by: 'key', key: 'tgen_20261128000000abcdEFGH' })
  })

  test.each([
    ['30000', null],
    ['30,000원', null],
    ['₩30,000', null],
    ['30,000원 2026-11-03', '2026-11-03'],
    ['2026.11.3 30000', '2026-11-03'],
    ['2026년 11월 3일 30,000원', '2026-11-03'],
    ['11/3 30000', '2026-11-03'],
    ['30000 12월 3일', '2025-12-03'],
    ['30000 오늘', '2026-11-28'],
    ['어제 30000원', '2026-11-27'],
  ])('an amount, with a day or without: %s', (typed, day) => {
    expect(of(typed)).toEqual({ by: 'amount', amount: 30_000n, day })
  })

  test.each(['홍길동', 'Alexander', '김 하늘', '11/28', '0원'])('a name or nothing known: %s', (typed) => {
    expect(of(typed).by).toBe('name')
  })

  test('nothing', () => expect(of('  ')).toEqual({ by: 'nothing' }))
})
