import { readSheet } from 'read-excel-file/node'
import { beforeAll, expect, test } from 'vitest'
import { call, newKey, type Person } from '../support/api'
import { giveSecondFactor } from '../support/operators'
import { openSite } from '../support/running-site'

const { url, query, newPerson } = openSite()
let operator: Person
let batch: number

const pathOf = (number: number | string) => `/admin/withdrawals/transfers/${number}`
async function get(person: Person, path: string) {
  const { cookie } = await person.webLogin()
  await giveSecondFactor(query, person)
  return fetch(url + path, { headers: { cookie } })
}

/** A withdrawal that is in a file: how it came there is another test's matter. */
beforeAll(async () => {
  operator = await newPerson()
  await query(`update users set roles = '{finance_maker}' where email = $1`, [operator.email])
  const owner = await newPerson()
  await call(url, 'PUT', '/api/v1/owner/bank-account', {
    token: owner.token,
    body: { bankCode: '90', accountNumber: '0001230009876', holderName: '=김하늘' },
  })
  const [made] = await query<{ number: number }>(
    `with account as (
      update bank_accounts b set state = 'VERIFIED', verified_at = now(), usable_from = now()
      from users u where u.id = b.user_id and u.email = $1 returning b.id, b.user_id
    ), file as (
      insert into manual_batches (made_by, made_at) select user_id, now() from account returning number
    ), withdrawal as (
      insert into withdrawals (id, user_id, bank_account_id, amount, status, carrier, request_key, approvals_needed,
        arrives_by, requested_at, sent_at, next_check_at, updated_at)
      select gen_random_uuid(), user_id, id, 30000, 'SENDING', 'manual', $2, 0, now(), now(), now(), now() + interval '1 day', now()
      from account returning id, amount
    ), transfer as (
      insert into manual_transfers (withdrawal_id, amount, state, batch)
      select w.id, w.amount, 'IN_FILE', f.number from withdrawal w, file f
    ) select number from file`,
    [owner.email, newKey()],
  )
  batch = made!.number
})

test('an operator gets a file that their bank can read, which nothing on the way keeps', async () => {
  const answer = await get(operator, pathOf(batch))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="pospay-transfers-${batch}.xlsx"`,
  )
  const [, row] = await readSheet(Buffer.from(await answer.arrayBuffer()))
  expect(row).toEqual([
    '카카오뱅크',
    '0001230009876',
    30_000,
    '=김하늘',
    '포스페이정산',
    expect.stringMatching(/^PP\d{7}$/),
  ])
  const downloads = await query(
    `select from audit_log where action = 'withdrawal.file_downloaded' and target = $1`,
    [String(batch)],
  )
  expect(downloads).toHaveLength(1)
})

test('nobody else does, nor is there a page for them', async () => {
  const stranger = await newPerson()
  expect((await get(stranger, pathOf(batch))).status).toBe(403)
  expect((await get(stranger, '/admin/withdrawals/transfers')).status).toBe(404)
  expect((await fetch(url + pathOf(batch))).status).toBe(401)
  expect((await get(operator, '/admin/withdrawals/transfers')).status).toBe(200)
})

test.each([['999999999'], ['0'], ['-1'], ['1e3'], ['x'], ['99999999999999999999']])(
  'there is no file %s',
  async (number) => {
    expect((await get(operator, pathOf(number))).status).toBe(404)
  },
)
