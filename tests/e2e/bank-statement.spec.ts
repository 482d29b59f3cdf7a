import { expectAccessible } from './support/accessible'
import { charge, openAccount } from './support/api'
import { plantBankLine } from './support/simulator'
import { SIMULATOR_URL } from './support/site'
import { expect, openDesk, test } from './support/test'

test.setTimeout(120_000)

const CAME = 12_345
/** A run reads Toss's lists as well. */
const RECONCILED = { timeout: 60_000 }

const csv = (text: string) => ({ name: 'statement.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

test('the bank’s statement is shown before it is taken in, and what nobody knows of waits to be explained', async ({
  browser,
}) => {
  await charge(await openAccount(), 30_000)
  await plantBankLine({ amount: CAME, description: '예금이자', counterparty: '' })
  const statement = await (await fetch(`${SIMULATOR_URL}/bank/statement`)).text()

  const desk = await openDesk(browser, 'finance_maker', '/admin/reconciliation/bank')
  const file = desk.getByLabel('은행 거래내역 파일')
  await file.setInputFiles(csv('거래일시,입금,출금\n'))
  await desk.getByRole('button', { name: '파일 확인하기' }).click()
  await expect(desk.getByText('거래내역을 읽지 못했어요.')).toBeVisible()
  await file.setInputFiles(csv(statement))
  await desk.getByRole('button', { name: '파일 확인하기' }).click()
  await expect(desk.getByText('이대로 가져올까요?')).toBeVisible()
  await desk.getByRole('button', { name: '가져와서 맞춰 보기' }).click()
  await expect(desk.getByText(/새 거래 \d+건을 가져왔어요\./)).toBeVisible(RECONCILED)

  const unmatched = desk.getByRole('region', { name: /^짝을 찾지 못한 거래/ })
  await expect(unmatched.getByRole('listitem').filter({ hasText: '예금이자' }).first()).toContainText(
    '12,345원',
  )
  await expect(unmatched).toContainText('은행 잔액에서 장부를 뺀 차이')
  await expectAccessible(desk)
})
