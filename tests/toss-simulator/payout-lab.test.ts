import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from './support/browser'
import { openScene, type Scene } from './support/scene'
import { approved, express, fund, get, individual, MORNING, post } from './support/sealed'

let browser: Browser
let scene: Scene
let lab: Page
beforeAll(async () => {
  browser = await launchBrowser()
})
beforeEach(async () => {
  scene = await openScene({ machineClock: () => MORNING })
})
afterEach(async () => {
  await lab.close()
  await scene.close()
})
afterAll(() => browser.close())

async function openLab(): Promise<void> {
  lab = await browser.newPage()
  await lab.goto(`${scene.simulator.url}/lab`)
}

const section = (name: string) => lab.getByRole('region', { name, exact: true })
const press = (where: string, name: string) => section(where).getByRole('button', { name }).click()
const chip = (where: string) => section(where).locator('.chip').first()
const shows = (where: string, text: string) => expect.poll(() => chip(where).textContent()).toBe(text)

async function pay(): Promise<string> {
  const { json } = await post(scene, '/v2/payouts', [express(await approved(scene), 30_000)])
  return json.entityBody.items[0].id
}

test('a payout is taken by the bank, given back, and refused with a code, by clicks', async () => {
  await fund(scene, 100_000)
  const id = await pay()
  const status = async () => (await get(scene, `/v2/payouts/${id}`)).json.entityBody
  await openLab()
  expect(await section('지급대행').textContent()).toContain('70,000원')
  await chip('지급대행').click()
  await press('지급대행', '은행이 받기')
  await shows('지급대행', '지급했어요')
  await press('지급대행', '은행이 되돌려보내기')
  await shows('지급대행', '지급하지 못했어요')
  await press('지급대행', '은행이 받기')
  await shows('지급대행', '지급했어요')
  await section('지급대행').getByLabel('실패할 코드').fill('EXCEED_MAX_ONE_DAY_AMOUNT')
  await press('지급대행', '은행이 거절하기')
  await shows('지급대행', '지급하지 못했어요')
  expect(await status()).toMatchObject({ status: 'FAILED', error: { code: 'EXCEED_MAX_ONE_DAY_AMOUNT' } })
  expect(await section('API 요청').textContent()).toContain('200 IN_PROGRESS')
}, 30_000)

test('what can be paid out is more, or less, by a click', async () => {
  await openLab()
  for (const [amount, text] of [
    ['50000', '50,000원'],
    ['-20000', '30,000원'],
  ] as const) {
    await section('지급대행').getByLabel('더 넣을 금액').fill(amount)
    await press('지급대행', '잔액 바꾸기')
    await expect.poll(() => section('지급대행').locator('.time').textContent()).toBe(text)
  }
}, 30_000)

test('a seller is approved by a click', async () => {
  await post(scene, '/v2/sellers', individual())
  await openLab()
  await shows('셀러', '본인 확인을 기다려요')
  await chip('셀러').click()
  await press('셀러', '본인 확인 마치기')
  await shows('셀러', '한 주에 1,000만원까지 받아요')
  expect(await section('셀러').textContent()).not.toContain('100012345678')
}, 30_000)

test('the digits of 1 won are there to read, and a transfer fails and arrives after all, by clicks', async () => {
  const account = { bankCode: '90', accountNumber: '3333011239005', holderName: '김하늘' }
  const transfer = async (reference: string, amount: number, memo: string) =>
    scene.call('POST', '/bank/transfers', { body: { ...account, reference, amount, memo } })
  await transfer('one', 1, '포스페이4821')
  await transfer('two', 50_000, '포스페이정산')
  await openLab()
  expect(await section('은행 이체').textContent()).toContain('포스페이4821')
  expect(await section('은행 이체').textContent()).toContain('****9005')
  expect(await section('은행 이체').textContent()).not.toContain('3333011239005')
  await chip('은행 이체').click()
  await press('은행 이체', '실패시키기')
  await shows('은행 이체', '보내지 못했어요')
  await press('은행 이체', '뒤늦게 도착시키기')
  await shows('은행 이체', '도착했어요')
  await press('은행 이체', '되돌려보내기')
  await shows('은행 이체', '되돌아왔어요')
}, 30_000)
