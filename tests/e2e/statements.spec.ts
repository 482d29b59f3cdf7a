import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { kstDay } from '@/lib/time'
import { expectAccessible } from './support/accessible'
import { haveAccount, historyOf } from './support/api'
import { newEarner } from './support/market'
import { detail, title } from './support/pages'
import { expect, logIn, test } from './support/test'

test.setTimeout(120_000)

/** What a downloaded CSV says under its labels, and its last column of won in its last row. */
async function downloadCsv(page: Page): Promise<{ name: string; records: string[][] }> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const download = await downloading
  const records = parse(await readFile(await download.path()), { bom: true, relaxColumnCount: true })
  return { name: download.suggestedFilename(), records: records as string[][] }
}

const figure = (records: string[][], label: string): number =>
  Number(records.find((record) => record[0] === label)![1])

test('what was earned and withdrawn is on the statements to the won, and they are what the ledger says', async ({
  page,
  context,
}) => {
  const { owner, name } = await newEarner()
  await haveAccount(owner, '1234')
  await logIn(context, owner)
  await page.goto('/owner/withdrawals')
  await page.getByRole('textbox', { name: '출금할 금액' }).fill('20000')
  await page.getByRole('button', { name: '20,000원 출금하기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '20,000원 출금하기' }).click()
  await expect(title(page, '출금이 끝났어요')).toBeVisible({ timeout: 20_000 })

  const today = kstDay(new Date())
  await page.getByRole('link', { name: '정산내역서 보기' }).click()
  await expect(title(page, `정산내역서 · ${today} 출금`)).toBeVisible()
  await expect(detail(page, '정산 금액')).toHaveText('27,000원')
  await expect(detail(page, '다음으로 이월')).toHaveText('-7,000원')
  await expect(detail(page, '입금액')).toHaveText('20,000원')
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row.getByRole('cell').nth(4)).toHaveText('30,000원')
  await expect(row.getByRole('cell').nth(8)).toHaveText('27,000원')
  await expectAccessible(page)

  const withdrawal = await downloadCsv(page)
  expect(withdrawal.name).toBe(`정산내역서_${today.replaceAll('-', '_')}_출금.csv`)
  expect(figure(withdrawal.records, '입금액')).toBe(20_000)

  await page.goto('/owner')
  await page.getByRole('link', { name: '월별 정산내역서' }).click()
  await expect(title(page, '정산내역서')).toBeVisible()
  await expectAccessible(page)
  const [year, month] = today.split('-')
  await page.getByRole('link', { name: `${year}년 ${Number(month)}월` }).click()
  await expect(detail(page, '지금 잔액')).toHaveText('7,000원')
  await expect(detail(page, '공급가액')).toHaveText('2,727원')
  const { records } = await downloadCsv(page)
  const ledger = await historyOf(owner, 'withdrawable')
  expect(figure(records, '지금 잔액')).toBe(ledger[0]!.balanceAfter)
  expect(Number(records.at(-1)![8])).toBe(ledger.reduce((sum, { amount }) => sum + amount, 0))
})
