import type { Locator, Page } from '@playwright/test'
import { jpeg } from '@/tests/support/pictures'
import { title } from './pages'
import { expect } from './test'

type Given = {
  name: string
  price?: string
  /** Chooses a refund rule; `유연` without it. */
  chooseRefund?: (page: Page) => Promise<void>
}

/** Registers a space by its form, open every day from 9 to 22; answers with its id. */
export async function registerSpace(
  page: Page,
  { name, price = '20,000', chooseRefund }: Given,
): Promise<string> {
  await page.goto('/owner/spaces/new')
  await page.getByLabel('공간 종류').selectOption({ label: '회의실' })
  await page.getByLabel('공간 이름').fill(name)
  await page.getByLabel('주소').fill('서울 서초구 서초대로77길 17')
  await page.getByLabel('최대 인원').fill('8')
  await page.getByLabel('한 시간 가격').fill(price)
  await page.getByRole('radio', { name: '바로 예약' }).check()
  if (chooseRefund) await chooseRefund(page)
  else await page.getByRole('radio', { name: '유연' }).check()
  await page.getByRole('button', { name: '공간 등록하기' }).click()
  await expect(title(page, name)).toBeVisible()
  return new URL(page.url()).pathname.split('/').at(-1)!
}

/** Puts a photo of one colour up on the owner's page that is open. */
export async function uploadPhoto(page: Page, colour = '#2a7f7a'): Promise<void> {
  const buffer = await jpeg({ width: 800, height: 600, colour })
  await page.getByLabel('사진 올리기').setInputFiles({ name: '회의실.jpg', mimeType: 'image/jpeg', buffer })
}

/** The photos that the owner's page shows. */
export const ownPhotos = (page: Page) => page.getByRole('region', { name: /^사진/ }).getByRole('img')

/** Picks a day on the page of a space; done when its hours are the ones that are shown. */
export async function pickDay(page: Page, day: Locator): Promise<void> {
  const name = await day.getAttribute('aria-label')
  await day.click()
  await expect(page.getByRole('link', { name: name!, exact: true })).toHaveAttribute('aria-current', 'date')
}
