import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { kstDay } from '@/lib/time'
import { call, type Person } from '../support/api'
import { openSite } from '../support/running-site'

const { url, newPerson } = openSite()
const month = kstDay(new Date()).slice(0, 7)
let owner: Person
let cookie: string

beforeAll(async () => {
  owner = await newPerson()
  cookie = (await owner.webLogin()).cookie
})

describe('the file of a statement', () => {
  test.each([
    ['csv', 'text/csv; charset=utf-8'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['pdf', 'application/pdf'],
  ])('%s is a download with a Korean name that nobody keeps', async (ending, type) => {
    const { status, headers } = await call(url, 'GET', `/owner/statements/${month}/${ending}`, { cookie })
    expect([status, headers.get('content-type')]).toEqual([200, type])
    expect(headers.get('cache-control')).toContain('no-store')
    const [year, number] = month.split('-')
    const name = encodeURIComponent(`정산내역서_${year}년_${Number(number)}월.${ending}`)
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="pospay.${ending}"; filename*=UTF-8''${name}`,
    )
  })

  test.each([
    `/owner/statements/${month}/exe`,
    `/owner/statements/${month}/constructor`,
    '/owner/statements/2999-01/csv',
    '/owner/statements/2026-13/csv',
    `/owner/withdrawals/${newId()}/statement/pdf`,
    '/owner/withdrawals/nothing/statement/pdf',
  ])('%s is not there', async (path) => {
    const { status, body } = await call(url, 'GET', path, { cookie })
    expect([status, body.code]).toEqual([404, 'NOT_FOUND'])
  })

  test('is for nobody without a login, and what all owners are invoiced for operators alone', async () => {
    const stranger = await call(url, 'GET', `/owner/statements/${month}/csv`)
    expect([stranger.status, stranger.headers.get('location')]).toEqual([
      307,
      expect.stringContaining('/login?next='),
    ])
    const { status, body } = await call(url, 'GET', `/admin/reports/fees/${month}/csv`, { cookie })
    expect([status, body.code]).toEqual([403, 'FORBIDDEN'])
  })
})
