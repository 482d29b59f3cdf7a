import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { call } from '../support/api'
import { giveSecondFactor } from '../support/operators'
import { openSite } from '../support/running-site'
import { actionIdOf, callAction } from '../support/server-actions'

const { url, toss, query, newPerson } = openSite()
const PAGE = '/admin/reconciliation/bank'

async function cookieOf(role: string): Promise<string> {
  const person = await newPerson()
  await query('update users set roles = $2 where email = $1', [person.email, [role]])
  const { cookie } = await person.webLogin()
  await giveSecondFactor(query, person)
  return cookie
}

test('the bank’s own file is shown first, then taken in once, and read by everybody in finance', async () => {
  const [maker, auditor] = [await cookieOf('finance_maker'), await cookieOf('auditor')]
  await toss.bankLine(1_234_567n, { description: '예금이자', counterparty: '포켓스페이스' })
  const csv = await toss.bankStatement()
  const id = actionIdOf('app/admin/reconciliation/bank/actions.ts', 'importAction')
  const send = async (cookie: string, confirm = '') => {
    const file = new File([new Uint8Array(csv)], 'statement.csv')
    const { text } = await callAction({ url, id, at: PAGE, cookie, fields: { file, confirm } })
    return text
  }
  const known = async () => (await query<{ count: string }>('select count(*) from bank_lines'))[0]!.count

  const before = await known()
  const shown = await send(maker)
  const digest = createHash('sha256').update(csv).digest('hex')
  expect(shown).toContain(digest)
  expect([await known(), /새 거래|마지막 잔액/.test(shown)]).toEqual([before, true])
  expect(await send(maker, 'of another file')).toContain(digest)
  expect(await send(auditor, digest)).toContain('FORBIDDEN')
  expect(await known()).toBe(before)

  expect(await send(maker, digest)).toMatch(/새 거래 \d+건을 가져왔어요/)
  const after = await known()
  expect(Number(after)).toBeGreaterThan(Number(before))
  expect(await send(maker, digest)).toContain('이미 모두 가져온')
  expect(await known()).toBe(after)

  const page = await call(url, 'GET', PAGE, { cookie: auditor })
  expect(page.text).toMatch(/은행에 있는 돈.*1,234,567원/s)
  expect(page.text).toContain('예금이자 · 포켓스페이스')
  expect(page.text).not.toContain('파일 확인하기')
})
