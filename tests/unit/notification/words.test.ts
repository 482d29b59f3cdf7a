import { describe, expect, test } from 'vitest'
import { NOTICE_KINDS, type NoticeKind } from '@/db/schema/notification'
import { composeMail } from '@/lib/notification/compose-mail'
import { wordsOf } from '@/lib/notification/words'

const BOOKING = {
  spaceName: '성수 스튜디오',
  startAt: '2026-11-22T06:00:00.000Z',
  endAt: '2026-11-22T09:00:00.000Z',
  amount: '36000',
}
const SLOT = '성수 스튜디오 11월 22일 (일) 15:00–18:00'
const UNTIL = { until: '2026-11-21T03:00:00.000Z' }
const AT = { at: '2026-11-22T06:20:00.000Z' }

const say = (kind: NoticeKind, data: Record<string, string>) => wordsOf({ kind, subject: 'b-1', data })

const SAID: [kind: NoticeKind, data: Record<string, string>, begins: string, href: string][] = [
  ['booking.requested', { ...BOOKING, ...UNTIL }, `아직 결제 전이에요. ${SLOT}`, '/owner/bookings'],
  [
    'booking.accepted',
    { ...BOOKING, ...UNTIL },
    '아직 결제되지 않았어요. 11월 21일 (토) 12:00까지 36,000원을',
    '/bookings/b-1',
  ],
  ['booking.declined', BOOKING, `결제된 돈은 없어요. ${SLOT}`, '/bookings/b-1'],
  ['booking.confirmed', BOOKING, `포스페이 잔액에서 36,000원을 결제했어요. ${SLOT}`, '/bookings/b-1'],
  [
    'booking.sold',
    { ...BOOKING, net: '32400' },
    '36,000원이 결제됐고 수수료를 뺀 32,400원을 받아요.',
    '/owner/bookings',
  ],
  ['booking.sold', BOOKING, '36,000원이 결제됐고 수수료를 뺀 금액을 받아요.', '/owner/bookings'],
  [
    'booking.canceled',
    { ...BOOKING, by: 'owner', refunded: '36000', to: 'renter' },
    '36,000원을 포스페이 잔액으로 돌려드렸어요. 공간 주인이',
    '/bookings/b-1',
  ],
  [
    'booking.canceled',
    { ...BOOKING, by: 'renter', refunded: '18000', to: 'owner' },
    '18,000원이 예약한 분의 포스페이 잔액으로 환불됐어요. 예약한 분이',
    '/owner/bookings',
  ],
  [
    'booking.canceled',
    { ...BOOKING, by: 'operator', refunded: '0', paid: 'yes' },
    '환불된 돈은 없어요. 포스페이 운영팀이',
    '/bookings/b-1',
  ],
  [
    'booking.canceled',
    { ...BOOKING, by: 'renter', refunded: '0', paid: 'no', to: 'renter' },
    '결제된 돈은 없어요. 요청하신 대로',
    '/bookings/b-1',
  ],
  [
    'booking.expired',
    { ...BOOKING, was: 'REQUESTED' },
    '결제된 돈은 없어요. 공간 주인이 제때 답하지 않아',
    '/bookings/b-1',
  ],
  ['booking.expired', { ...BOOKING, was: 'HELD' }, '결제된 돈은 없어요. 제때 결제하지 않아', '/bookings/b-1'],
  ['case.opened', { dueOn: '2026-12-06' }, '12월 6일 (일)까지 답해 드려요.', '/help'],
  ['case.answered', { answer: '두 번 결제된 10,000원을 돌려드렸어요.' }, '두 번 결제된', '/help'],
  ['charge.kept', { ...BOOKING, charged: '40000' }, '충전한 40,000원은 지갑에 그대로 있어요.', '/wallet'],
  [
    'charge.deposited',
    { amount: '10000', repaid: '0', orderId: 'ord_1' },
    '가상계좌로 입금한 10,000원을 충전했어요.',
    '/wallet/charge/ord_1',
  ],
  [
    'charge.deposited',
    { amount: '10000', repaid: '4000', orderId: 'ord_1' },
    '가상계좌로 입금한 10,000원을 충전했어요. 그중 4,000원으로 갚아야 할 금액을 먼저 갚았어요.',
    '/wallet/charge/ord_1',
  ],
  [
    'charge.expired',
    { amount: '10000', orderId: 'ord_1' },
    '잔액은 그대로예요. 10,000원이 기한까지 입금되지 않아',
    '/wallet/charge/ord_1',
  ],
  [
    'charge.reversed',
    { by: 'bank', amount: '10000', owed: '0', orderId: 'ord_1' },
    '잔액에서 10,000원을 뺐어요. 은행에서 입금을 되돌려',
    '/wallet/charge/ord_1',
  ],
  [
    'charge.reversed',
    { by: 'others', amount: '10000', owed: '8000', orderId: 'ord_1' },
    '잔액에서 2,000원을 뺐어요. 이미 쓴 8,000원은 다음 충전에서 갚게 되고, 그때까지 결제와 출금을 할 수 없어요. 결제사나 카드사에서',
    '/wallet/charge/ord_1',
  ],
  [
    'charge.reversed',
    { by: 'others', amount: '8000', owed: '8000', orderId: 'ord_1' },
    '이미 쓴 8,000원은 다음 충전에서 갚게 되고',
    '/wallet/charge/ord_1',
  ],
  [
    'charge_refund.done',
    { amount: '30000', method: 'CARD', batchId: 'r-1', reason: '' },
    '30,000원을 결제한 수단으로 돌려보냈어요. 카드사에서 처리하는 데',
    '/wallet/refund/r-1',
  ],
  [
    'charge_refund.done',
    { amount: '30000', method: 'TRANSFER', batchId: 'r-1', reason: '' },
    '30,000원을 결제한 수단으로 돌려보냈어요. 결제 수단에 따라',
    '/wallet/refund/r-1',
  ],
  [
    'charge_refund.done',
    { amount: '30000', method: 'VIRTUAL_ACCOUNT', batchId: 'r-1', reason: '' },
    '30,000원을 알려 주신 계좌로 돌려보냈어요. 2영업일 안에',
    '/wallet/refund/r-1',
  ],
  [
    'charge_refund.failed',
    { amount: '30000', method: 'CARD', batchId: 'r-1', reason: '이 결제는 취소할 수 없는 결제예요.' },
    '30,000원은 지갑 잔액으로 되돌려 놓았어요. 이 결제는 취소할 수 없는',
    '/wallet/refund/r-1',
  ],
  [
    'auto_topup.on',
    { card: 'KB국민카드 789*', amount: '30000', monthlyCap: '200000' },
    '지금 빠져나간 돈은 없어요. 앞으로 KB국민카드 789*로 한 번에 30,000원씩, 한 달에 200,000원까지',
    '/wallet/auto-topup',
  ],
  [
    'auto_topup.off',
    { card: 'KB국민카드 789*' },
    '이제 자동으로 빠져나가는 돈은 없어요.',
    '/wallet/auto-topup',
  ],
  [
    'auto_topup.done',
    { card: 'KB국민카드 789*', amount: '30000', orderId: 'o-1' },
    'KB국민카드 789*로 30,000원을 충전했어요.',
    '/wallet/charge/o-1',
  ],
  [
    'auto_topup.failed',
    { card: 'KB국민카드 789*', amount: '30000', reason: '한도를 넘었어요.' },
    '빠져나간 돈은 없어요. KB국민카드 789*로 30,000원을 충전하려 했지만',
    '/wallet/auto-topup',
  ],
  [
    'auto_topup.paused',
    { why: 'failures', card: 'KB국민카드 789*', amount: '30000', reason: '한도를 넘었어요.' },
    '빠져나간 돈은 없어요. KB국민카드 789* 결제가 연달아 세 번',
    '/wallet/auto-topup',
  ],
  [
    'auto_topup.paused',
    { why: 'key', card: 'KB국민카드 789*', amount: '30000', reason: '' },
    '빠져나간 돈은 없어요. 등록한 카드(KB국민카드 789*)를 더 쓸 수 없어',
    '/wallet/auto-topup',
  ],
  [
    'auto_topup.paused',
    { why: 'review', card: 'KB국민카드 789*', amount: '30000', reason: '' },
    'KB국민카드 789*에서 30,000원이 빠져나갔는지 아직',
    '/wallet/auto-topup',
  ],
  [
    'auto_topup.capped',
    { monthlyCap: '200000' },
    '잔액이 기준보다 적지만 충전하지 않았어요. 정하신 한 달 한도 200,000원을',
    '/wallet/charge',
  ],
  [
    'bank_account.verified',
    { account: '카카오뱅크 ****1234' },
    '카카오뱅크 ****1234 계좌로 출금해요. 본인이 하지 않았다면 바로 비밀번호를 바꾸고 고객센터에 알려 주세요.',
    '/owner/account',
  ],
  [
    'bank_account.verified',
    {
      account: '카카오뱅크 ****1234',
      replaced: '신한은행 ****9999',
      usableFrom: '2026-11-23T15:20:00.000+09:00',
    },
    '신한은행 ****9999 대신 카카오뱅크 ****1234 계좌로 출금해요. 안전을 위해 11월 23일 (월) 15:20부터 출금할 수 있어요.',
    '/owner/account',
  ],
  [
    'withdrawal.completed',
    { amount: '90000', account: '카카오뱅크 ****1234', reason: '' },
    '90,000원을 카카오뱅크 ****1234 계좌로 보냈어요.',
    '/owner/withdrawals',
  ],
  [
    'withdrawal.failed',
    { amount: '90000', account: '카카오뱅크 ****1234', reason: '받는 계좌가 닫혔어요.' },
    '90,000원은 출금 가능 금액으로 되돌려 놓았어요. 받는 계좌가 닫혔어요.',
    '/owner/withdrawals',
  ],
  [
    'withdrawal.returned',
    { amount: '90000', account: '카카오뱅크 ****1234', reason: '받는 은행이 돌려보냈어요.' },
    '90,000원을 은행이 돌려보내 출금 가능 금액에 다시 넣었어요. 받는 은행이 돌려보냈어요.',
    '/owner/withdrawals',
  ],
  [
    'withdrawal.canceled',
    { amount: '90000', account: '카카오뱅크 ****1234', reason: '요청하신 대로 취소했어요.' },
    '90,000원은 출금 가능 금액으로 되돌려 놓았어요. 요청하신 대로 취소했어요.',
    '/owner/withdrawals',
  ],
  [
    'withdrawal.waits',
    { amount: '45000', reason: '본인 확인을 마쳐 주세요.' },
    '45,000원을 아직 보내지 못했어요. 본인 확인을 마쳐 주세요.',
    '/owner/withdrawals',
  ],
  [
    'withholding.set',
    { kind: 'business_income', from: '2026-12-01' },
    '12월 1일 (화)부터 요청하는 출금은 사업소득세 3.3%(소득세 3%, 지방소득세 0.3%)를 뺀 금액을 보내요. 그 전에 요청한 출금은 그대로예요.',
    '/owner/withdrawals',
  ],
  [
    'withholding.set',
    { kind: 'other_income', from: '2026-12-01' },
    '12월 1일 (화)부터 요청하는 출금은 기타소득세 8.8%(소득세 8%, 지방소득세 0.8%)를 뺀 금액을 보내요. 125,000원까지는 떼지 않아요.',
    '/owner/withdrawals',
  ],
  [
    'withholding.set',
    { kind: 'none', from: '2026-12-01' },
    '12월 1일 (화)부터 요청하는 출금은 세금을 떼지 않고 모두 보내요.',
    '/owner/withdrawals',
  ],
  [
    'payee.changed',
    { changed: '전화번호와 이메일' },
    '전화번호와 이메일 정보를 바꿨어요. 다음 출금부터 새 정보로 확인해요. 본인이 하지 않았다면',
    '/owner/account',
  ],
  [
    'withdrawal.skipped',
    { reason: '출금할 계좌를 먼저 등록해 주세요.', next: '2026-12-01' },
    '돈은 그대로 있어요. 출금할 계좌를 먼저 등록해 주세요. 다음 자동 출금은 12월 1일 (화)이에요.',
    '/owner/withdrawals',
  ],
  [
    'account.frozen',
    { reason: '신고를 확인하고 있어요.' },
    '잔액은 그대로 있어요. 신고를 확인하고 있어요. 다시 이용할 수 있을 때까지',
    '/help',
  ],
  ['account.unfrozen', {}, '멈춰 두었던 이용이 풀렸어요. 잔액은 그대로 있고,', '/wallet'],
  [
    'login.new',
    { ...AT, address: '203.0.113.7' },
    '11월 22일 (일) 15:20에 처음 보는 주소(203.0.113.7)',
    '/account',
  ],
  ['second_factor.on', AT, '11월 22일 (일) 15:20에 운영 화면에 쓸 인증 앱', '/account'],
  ['second_factor.off', AT, '11월 22일 (일) 15:20에 다른 운영자가', '/login/second-factor'],
  ['second_factor.recovered', { ...AT, left: '9' }, '11월 22일 (일) 15:20에 인증 앱 대신', '/account'],
  ['password.changed', AT, '11월 22일 (일) 15:20에 비밀번호가 바뀌어', '/login/forgot'],
  [
    'password.reset',
    { token: 'a+b', expiresAt: AT.at },
    '아래 링크에서 11월 22일 (일) 15:20까지',
    '/login/reset?token=a%2Bb',
  ],
  [
    'terms.changing',
    {
      ...{ version: '2027-01-01', title: '포스페이 이용약관', path: '/terms/2027-01-01' },
      ...{ summary: '부칙을 더했어요.', reason: '시행일을 분명히 하려고요.' },
    },
    '부칙을 더했어요. 바뀌는 이유: 시행일을 분명히 하려고요. 동의하지 않으면',
    '/terms/2027-01-01',
  ],
  ['email.taken', {}, '누군가 이 이메일로 가입하려고', '/login'],
]

describe('a notice says', () => {
  test.each(SAID)('%s %j', (kind, data, begins, href) => {
    const words = say(kind, data)
    expect(words.body.slice(0, begins.length)).toBe(begins)
    expect(words.href).toBe(href)
    for (const text of Object.values(words)) expect(text).not.toMatch(/undefined|NaN|Invalid/)
  })

  test('something of every kind', () => {
    expect([...new Set(SAID.map(([kind]) => kind))].sort()).toEqual([...NOTICE_KINDS].sort())
  })

  test('where it is mailed, who writes and what it is about', () => {
    expect(say('booking.sold', BOOKING).mailSubject).toBe('[포스페이] 성수 스튜디오: 새 예약이 확정됐어요')
    expect(say('password.reset', { expiresAt: AT.at }).mailSubject).toBe('[포스페이] 비밀번호 다시 정하기')
  })

  test('24:00 for a midnight that ends a booking, and the day where it is another', () => {
    const ending = (endAt: string) => say('booking.confirmed', { ...BOOKING, endAt }).body
    expect(ending('2026-11-23T00:00:00+09:00')).toContain('11월 22일 (일) 15:00–24:00')
    expect(ending('2026-11-23T02:00:00+09:00')).toContain('11월 22일 (일) 15:00–11월 23일 (월) 02:00')
  })
})

describe('a mail', () => {
  const hostile = { ...BOOKING, spaceName: `<img src=x onerror="alert('1')">&\r\nBcc: all@example.com` }
  const mail = composeMail(say('booking.confirmed', hostile), 'https://pospay.example')

  test('says the same as text and as HTML, with a link of our own', () => {
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('예약이 확정됐어요')
      expect(part).toContain('36,000원을 결제했어요.')
      expect(part).toContain('https://pospay.example/bookings/b-1')
    }
  })

  test('keeps the lines of what a person wrote', () => {
    const answer = composeMail(say('case.answered', { answer: '첫 줄\n<둘째> 줄' }), 'https://pospay.example')
    expect(answer.html).toContain('첫 줄<br>&lt;둘째&gt; 줄')
    expect(answer.text).toContain('첫 줄\n<둘째> 줄')
  })

  test('never takes a name for markup, nor for a header', () => {
    expect(mail.html).not.toContain('<img')
    expect(mail.html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;')
    expect(mail.subject).not.toMatch(/[\r\n]/)
  })
})
