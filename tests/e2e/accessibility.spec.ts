import type { Page } from '@playwright/test'
import {
  type Account,
  cancelBooking,
  charge,
  createOrder,
  holdSpace,
  openAccount,
  paidOrder,
  payBooking,
  successPath,
} from './support/api'
import { expectAccessible } from './support/accessible'
import { Checkout } from './support/checkout'
import { DAY, newOffer, timeOf } from './support/market'
import { amountField, balance, title } from './support/pages'
import { ownPhotos, pickDay, registerSpace, uploadPhoto } from './support/spaces'
import { expect, logInByForm, test } from './support/test'

test.setTimeout(90_000)

const PUBLIC_PAGES = {
  '/': '미리 담아 두고',
  '/login': '로그인',
  '/login?check=mail': '로그인',
  '/login/forgot': '비밀번호 다시 정하기',
  '/login/reset?token=none': '쓸 수 없는 링크예요',
  '/mailbox?to=nobody': '보낸 메일함',
  '/signup': '지갑 만들기',
  '/terms': '이용약관',
  '/privacy': '개인정보',
  '/help': '고객센터',
  '/spaces': '어떤 공간을 찾으세요',
  '/spaces?q=없는곳&capacity=9&instant=true': '어떤 공간을 찾으세요',
}

for (const [path, name] of Object.entries(PUBLIC_PAGES)) {
  test(`axe finds nothing on ${path}`, async ({ page }) => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(name) })).toBeVisible()
    await expectAccessible(page)
  })
}

test('axe finds nothing on a page that is not there', async ({ page, trouble }) => {
  trouble.expect(/status of 404/)
  await page.goto('/nothing-here')
  await expect(title(page, '찾는 페이지가 없어요')).toBeVisible()
  await expectAccessible(page)
})

test('axe finds nothing on a refused login', async ({ page, trouble }) => {
  trouble.expect(/status of 401/)
  await page.goto('/login')
  await logInByForm(page, { ...(await openAccount()), password: 'not-the-password' })
  await expect(page.getByRole('alert').filter({ hasText: '맞지 않아요' })).toBeVisible()
  await expectAccessible(page)
})

/** What a logged-in page can look like: how to get there. It has got there when it resolves. */
const STATES: Record<string, (page: Page, renter: Account) => Promise<unknown>> = {
  'an empty wallet': async (page) => {
    await page.goto('/wallet')
    await expect(page.getByText('아직 내역이 없어요')).toBeVisible()
  },
  'a wallet with money': async (page, renter) => {
    await charge(renter, 1_234_000)
    await page.goto('/wallet')
    await expect(balance(page)).toContainText('1,234,000원')
  },
  'the amount page': async (page) => {
    await page.goto('/wallet/charge?amount=30000')
    await expect(amountField(page)).toHaveValue('30,000')
  },
  'the amount page with a problem': async (page) => {
    await page.goto('/wallet/charge?amount=1')
    await expect(page.getByText('1,000원부터 충전할 수 있어요.')).toBeVisible()
  },
  'the amount page of a full wallet': async (page, renter) => {
    await charge(renter, 2_000_000)
    await page.goto('/wallet/charge')
    await expect(page.getByText('지금은 더 충전할 수 없어요')).toBeVisible()
  },
  'the page with the methods': async (page) => {
    const checkout = new Checkout(page)
    await checkout.order(30_000)
    await checkout.choose('카드')
  },
  'the payment window': async (page) => {
    const checkout = new Checkout(page)
    await checkout.order(30_000)
    await checkout.openWindow()
  },
  'a receipt': async (page, renter) => {
    await page.goto(`/wallet/charge/${await charge(renter, 30_000)}?again`)
    await expect(title(page, '충전 완료')).toBeVisible()
  },
  'a failed charge': async (page) => {
    const checkout = new Checkout(page)
    await checkout.order(30_000)
    await checkout.openWindow()
    await checkout.window.failWith('REJECT_CARD_PAYMENT')
    await checkout.window.payButton.click()
    await expect(title(page, '충전 실패')).toBeVisible()
  },
  'a tampered return': async (page, renter) => {
    await page.goto(successPath({ ...(await paidOrder(renter, 10_000)), amount: 20_000 }))
    await expect(title(page, '충전하지 못했어요')).toBeVisible()
  },
  'the page after a cancel': async (page, renter) => {
    await createOrder(renter, 30_000)
    await page.goto('/wallet/charge/fail?code=PAY_PROCESS_CANCELED')
    await expect(title(page, '결제를 취소했어요')).toBeVisible()
  },
  'an empty history': async (page) => {
    await page.goto('/wallet/history')
    await expect(page.getByText('아직 내역이 없어요')).toBeVisible()
  },
  'an empty filter': async (page) => {
    await page.goto('/wallet/history?type=charge')
    await expect(page.getByText('이 종류의 내역이 없어요')).toBeVisible()
  },
  'a history': async (page, renter) => {
    await charge(renter, 30_000)
    await page.goto('/wallet/history')
    await expect(page.getByRole('button', { name: /\+30,000원/ })).toBeVisible()
  },
  'a line of the history': async (page, renter) => {
    await charge(renter, 30_000)
    await page.goto('/wallet/history')
    await page.getByRole('button', { name: /\+30,000원/ }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'nothing to give back': async (page) => {
    await page.goto('/wallet/refund')
    await expect(page.getByText('충전하고 쓰지 않은 돈은 여기에서')).toBeVisible()
  },
  'a refund of charges about to be asked for': async (page, renter) => {
    await charge(renter, 10_000)
    await charge(renter, 5_000)
    await page.goto('/wallet/refund')
    await page.getByRole('textbox', { name: '돌려받을 금액' }).fill('7000')
    await page.getByRole('button', { name: '7,000원 돌려받기' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'a refund that is done': async (page, renter) => {
    await charge(renter, 10_000)
    await page.goto('/wallet/refund')
    await page.getByRole('button', { name: /^전액/ }).click()
    await page.getByRole('button', { name: '10,000원 돌려받기' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '10,000원 돌려받기' }).click()
    await expect(title(page, '환불 완료')).toBeVisible()
  },
  'a space with chosen hours': async (page) => {
    await page.goto('/spaces?kind=party')
    await page.getByRole('article').getByRole('link').first().click()
    await pickDay(page, page.getByRole('link', { name: /일요일$/ }).first())
    await page.getByRole('button', { name: '15:00' }).click()
    await expect(page.getByText('1시간 총액')).toBeVisible()
  },
  'no bookings': async (page) => {
    await page.goto('/bookings')
    await expect(page.getByText('예정된 예약이 없어요')).toBeVisible()
  },
  'bookings of every kind': async (page, renter) => {
    await charge(renter, 30_000)
    await payBooking(renter, await holdSpace(renter, timeOf(await newOffer())))
    await holdSpace(renter, timeOf(await newOffer()))
    await holdSpace(renter, timeOf(await newOffer({ instant: false })))
    await page.goto('/bookings')
    await expect(page.getByText('답변을 기다려요')).toBeVisible()
  },
  'a time that was just taken': async (page) => {
    const offer = await newOffer()
    await page.goto(`/spaces/${offer.spaceId}?date=${DAY}&hour=10&hours=2`)
    await expect(page.getByText('2시간 총액')).toBeVisible()
    await holdSpace(await openAccount(), timeOf(offer))
    await page.getByRole('button', { name: '30,000원 예약하기' }).click()
    await expect(page.getByText('자리가 방금 찼어요')).toBeVisible()
  },
  'a request': async (page, renter) => {
    await page.goto(`/bookings/${await holdSpace(renter, timeOf(await newOffer({ instant: false })))}`)
    await expect(title(page, '답변을 기다리고 있어요')).toBeVisible()
  },
  'the payment of a booking': async (page, renter) => {
    await charge(renter, 29_500)
    await page.goto(`/bookings/${await holdSpace(renter, timeOf(await newOffer()))}`)
    await expect(page.getByRole('button', { name: '1,000원 충전하고 결제' })).toBeVisible()
  },
  'a paid booking about to be cancelled': async (page, renter) => {
    await charge(renter, 30_000)
    const id = await holdSpace(renter, timeOf(await newOffer()))
    await payBooking(renter, id)
    await page.goto(`/bookings/${id}`)
    await expect(page.getByRole('region', { name: '돈의 길' })).toBeVisible()
    await page.getByRole('button', { name: '예약 취소', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'a cancelled booking': async (page, renter) => {
    await charge(renter, 30_000)
    const id = await holdSpace(renter, timeOf(await newOffer()))
    await payBooking(renter, id)
    await cancelBooking(renter, id)
    await page.goto(`/bookings/${id}`)
    await expect(title(page, '예약이 취소됐어요')).toBeVisible()
  },
  'the receipt of a booking': async (page, renter) => {
    await charge(renter, 30_000)
    const id = await holdSpace(renter, timeOf(await newOffer()))
    await payBooking(renter, id)
    await page.goto(`/bookings/${id}/receipt`)
    await expect(title(page, '영수증')).toBeVisible()
  },
  'no spaces of one’s own': async (page) => {
    await page.goto('/owner/spaces')
    await expect(page.getByText('아직 등록한 공간이 없어요')).toBeVisible()
  },
  'the form of a new space': async (page) => {
    await page.goto('/owner/spaces/new')
    await expect(title(page, '공간 등록')).toBeVisible()
  },
  'a space of one’s own, refused': async (page) => {
    await registerSpace(page, { name: '고치는 회의실' })
    await uploadPhoto(page)
    await expect(ownPhotos(page)).toHaveCount(1)
    await page.getByLabel('최대 인원').fill('0')
    await page.getByLabel('월요일 닫는 시간').selectOption({ label: '08:00' })
    await page.getByRole('radio', { name: '직접 정하기' }).check()
    await page.getByLabel('마지막 단계, 환불 비율').fill('51')
    await page.getByRole('button', { name: '저장하기' }).click()
    await expect(page.getByLabel('최대 인원')).toBeFocused()
  },
  'the account': async (page) => {
    await page.goto('/account')
    await expect(title(page, '내 정보')).toBeVisible()
  },
}

for (const [state, reach] of Object.entries(STATES)) {
  test(`axe finds nothing on ${state}`, async ({ page, renter }) => {
    await reach(page, renter)
    await expectAccessible(page)
  })
}
