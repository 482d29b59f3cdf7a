import { expectAccessible } from './support/accessible'
import { haveAccount, readWithdrawals, requestWithdrawal } from './support/api'
import { newEarner, newOffer } from './support/market'
import { detail, title } from './support/pages'
import { codeFor } from './support/simulator'
import { enterShownCode, expect, logIn, logInByForm, openDesk, test } from './support/test'

test.setTimeout(120_000)

const OPERATORS = ['finance@pospay.test', 'admin@pospay.test']
const ARRIVED = { timeout: 20_000 }

test('an owner earns, sees it, registers an account, withdraws, and the money arrives', async ({
  page,
  context,
}) => {
  const { owner } = await newEarner()
  await logIn(context, owner)
  await page.goto('/owner')
  await expect(page.getByRole('region', { name: '출금 가능', exact: true })).toContainText('27,000원')
  await expect(detail(page, '수수료 (부가세 포함)')).toHaveText('-3,000원')
  await expect(page.getByText('받을 계좌가 아직 없어요.')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: '계좌 등록하기' }).click()
  await expect(title(page, '출금 계좌')).toBeVisible()
  await page.getByRole('combobox', { name: '은행' }).click()
  const banks = page.getByRole('dialog', { name: '은행 고르기' })
  await banks.getByRole('searchbox').fill('카카오')
  await banks.getByRole('button', { name: '카카오뱅크' }).click()
  const number = `3333-01-${String(Date.now()).slice(-7)}`
  await page.getByLabel('계좌번호').fill(number)
  await page.getByRole('button', { name: '1원 보내서 인증하기' }).click()
  await expect(page.getByRole('heading', { name: '1원을 보냈어요' })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('숫자 4자리').fill(await codeFor(number.replaceAll('-', '')))
  await page.getByRole('button', { name: '인증하기' }).click()
  await page.getByRole('link', { name: '출금하러 가기' }).click()

  await expect(title(page, '얼마를 출금할까요?')).toBeVisible()
  await page.getByRole('textbox', { name: '출금할 금액' }).fill('30000')
  await expect(page.getByText('지금은 27,000원까지 출금할 수 있어요.')).toBeVisible()
  await page.getByRole('button', { name: '전액 27,000원' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: '27,000원 출금하기' }).click()
  const sheet = page.getByRole('dialog', { name: '이 계좌로 보낼까요?' })
  await expect(sheet).toContainText('늦어도')
  await sheet.getByRole('button', { name: '27,000원 출금하기' }).dblclick()
  await expect(title(page, '출금이 끝났어요')).toBeVisible(ARRIVED)
  await expect(detail(page, '출금 금액')).toHaveText('27,000원')
  await expectAccessible(page)
  expect(await readWithdrawals(owner)).toMatchObject([{ status: 'COMPLETED', amount: 27_000 }])
  await page.goto('/owner')
  await expect(page.getByRole('region', { name: '출금 가능', exact: true })).toContainText('0원')
})

test('what the bank cannot carry out is there again, with the reason and what to do', async ({
  page,
  context,
}) => {
  const { owner } = await newEarner()
  await haveAccount(owner, '9003')
  await logIn(context, owner)
  await page.goto('/owner/withdrawals')
  await page.getByRole('textbox', { name: '출금할 금액' }).fill('10000')
  await page.getByRole('button', { name: '10,000원 출금하기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '10,000원 출금하기' }).click()
  await expect(title(page, '출금하지 못했어요')).toBeVisible(ARRIVED)
  await expect(page.getByRole('main')).toContainText('10,000원은 출금 가능 금액으로 되돌려 놓았어요.')
  await expectAccessible(page)
  await page.getByRole('link', { name: '계좌 바꾸기' }).click()
  await expect(page.getByRole('heading', { name: '새 계좌로 바꾸기' })).toBeVisible()
  await expect(page.getByText('하루 동안 출금할 수 없어요.')).toBeVisible()
})

test('a withdrawal above the limit is sent once two operators have agreed', async ({
  page,
  context,
  browser,
}) => {
  const { owner } = await newEarner({ hourly_price: 600_000 })
  await haveAccount(owner, '4321')
  await logIn(context, owner)
  await page.goto('/owner/withdrawals')
  await page.getByRole('textbox', { name: '출금할 금액' }).fill('1050000')
  await page.getByRole('button', { name: '1,050,000원 출금하기' }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('담당자 두 명이 확인한 뒤 보내요.')
  await sheet.getByRole('button', { name: '1,050,000원 출금하기' }).click()
  await expect(title(page, '출금을 확인하고 있어요')).toBeVisible()
  await expectAccessible(page)

  for (const email of OPERATORS) {
    const desk = await (await browser.newContext()).newPage()
    await desk.goto('/login?next=%2Fadmin%2Fwithdrawals')
    await logInByForm(desk, { email, password: 'pospay-demo-1', name: '' })
    await enterShownCode(desk)
    await expect(title(desk, '출금 승인')).toBeVisible()
    const item = desk.getByRole('listitem').filter({ hasText: '****4321' })
    await expect(item).toContainText('한도를 넘는 금액')
    if (email === OPERATORS[0]) await expectAccessible(desk)
    await item.getByRole('button', { name: '승인하기' }).click()
    if (email === OPERATORS[0]) await expect(item.getByRole('button', { name: '승인했어요' })).toBeDisabled()
    else await expect(item).toHaveCount(0)
    await desk.context().close()
  }
  await expect(title(page, '출금이 끝났어요')).toBeVisible(ARRIVED)
})

test('several withdrawals are agreed to in one go, each decided on its own', async ({ browser }) => {
  const tails = ['4323', '4324']
  for (const tail of tails) {
    const { owner } = await newEarner({ hourly_price: 600_000 })
    await haveAccount(owner, tail)
    await requestWithdrawal(owner, 1_050_000)
  }
  const desk = await openDesk(browser, 'finance_approver', '/admin/withdrawals')
  const items = tails.map((tail) =>
    desk.getByRole('listitem').filter({ hasText: `****${tail}`, has: desk.getByRole('heading') }),
  )
  for (const item of items) await item.getByRole('checkbox').check()
  await expect(desk.getByText('2건 골랐어요')).toBeVisible()
  await expectAccessible(desk)
  await desk.getByRole('button', { name: '2건 승인하기' }).click()
  const sheet = desk.getByRole('dialog')
  await sheet.getByLabel('이유').fill('계좌와 예금주를 확인했어요')
  await sheet.getByRole('button', { name: '2건 승인하기' }).click()
  await expect(desk.getByText('2건을 모두 승인했어요')).toBeVisible()
  for (const item of items) await expect(item.getByRole('button', { name: '승인했어요' })).toBeDisabled()
  await expectAccessible(desk)
})

test('a withdrawal that waits can be taken back in two taps', async ({ page, context }) => {
  const { owner } = await newEarner({ hourly_price: 600_000 })
  await haveAccount(owner, '4322')
  await logIn(context, owner)
  await page.goto('/owner/withdrawals')
  await page.getByRole('button', { name: '전액 1,080,000원' }).click()
  await page.getByRole('button', { name: '1,080,000원 출금하기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '1,080,000원 출금하기' }).click()
  await expect(title(page, '출금을 확인하고 있어요')).toBeVisible()
  await page.goto('/owner')
  await expect(page.getByRole('region', { name: '왜 아직 못 받나요?' })).toContainText('담당자가 확인해요')
  await page.getByRole('link', { name: '보기 · 취소하기' }).click()
  await expect(title(page, '출금을 확인하고 있어요')).toBeVisible()
  await page.getByRole('button', { name: '출금 취소하기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '출금 취소하기' }).click()
  await expect(title(page, '출금을 취소했어요')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('1,080,000원은 출금 가능 금액으로 되돌려 놓았어요.')
})

test('somebody who has earned nothing yet reads how it begins', async ({ page, context }) => {
  const { owner } = await newOffer()
  await logIn(context, owner)
  await page.goto('/owner')
  await expect(page.getByText('기다리는 정산이 없어요.')).toBeVisible()
  await page.getByText('표로 보기').click()
  await expect(page.getByText('이 기간에는 결제된 예약이 없어요.')).toBeVisible()
  await page.getByRole('link', { name: '출금하기' }).click()
  await expect(page.getByText('받을 계좌를 먼저 등록해 주세요')).toBeVisible()
  await expectAccessible(page)
})
