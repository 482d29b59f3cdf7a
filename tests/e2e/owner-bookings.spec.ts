import { balanceOf, charge, holdSpace, newRenter, openAccount, payBooking, readBooking } from './support/api'
import { expectAccessible } from './support/accessible'
import { newOffer, timeOf } from './support/market'
import { detail, title } from './support/pages'
import { expect, logIn, test } from './support/test'

test.setTimeout(60_000)

test('an owner reads who asks, says no, and the renter knows that no money moved', async ({
  page,
  context,
}) => {
  const [offer, renter] = [await newOffer({ instant: false }), await openAccount(newRenter())]
  const id = await holdSpace(renter, timeOf(offer))
  await logIn(context, offer.owner)
  await page.goto('/owner/bookings')
  const card = page.getByRole('main').getByRole('link', { name: offer.name })
  await expect(card).toContainText('답해 주세요')
  await expect(card).toContainText('27,000원 정산 · 김하늘님')
  await expectAccessible(page)
  await page.getByRole('button', { name: '받지 않기' }).click()
  await expect(page.getByText('예정된 예약이 없어요')).toBeVisible()
  expect(await readBooking(renter, id)).toMatchObject({ status: 'DECLINED', paidAt: null })
  await page.getByRole('link', { name: '지난 예약' }).click()
  await expect(card).toContainText('거절됨')
})

test('an owner sees what a booking brings, and cancelling gives everything back in two taps', async ({
  page,
  context,
}) => {
  const [offer, renter] = [await newOffer(), await openAccount(newRenter())]
  await charge(renter, 30_000)
  const id = await holdSpace(renter, timeOf(offer))
  await payBooking(renter, id)
  await logIn(context, offer.owner)
  await page.goto('/owner/bookings')
  await page.getByRole('main').getByRole('link', { name: offer.name }).click()
  await expect(title(page, offer.name)).toBeVisible()
  await expect(detail(page, '수수료 (부가세 포함)')).toHaveText('-3,000원')
  await expect(detail(page, '정산 금액')).toHaveText('27,000원')
  await expect(page.getByText('언제든 출금할 수 있어요')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: '예약 취소' }).click()
  const sheet = page.getByRole('dialog', { name: '예약을 취소할까요?' })
  await expect(sheet).toContainText('김하늘님에게 30,000원을 모두 돌려드려요.')
  await sheet.getByRole('button', { name: '30,000원 돌려주고 취소하기' }).click()
  await expect(detail(page, '남은 정산 금액')).toHaveText('0원')
  expect(await balanceOf(renter)).toBe(30_000)
  expect(await readBooking(renter, id)).toMatchObject({ status: 'CANCELED', refunded: 30_000 })
})
