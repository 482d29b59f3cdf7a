import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { API_SECRET_KEY, openScene, type Scene } from './support/scene'
import { corporate, get, individual, MORNING, post } from './support/sealed'

let scene: Scene
beforeEach(async () => {
  scene = await openScene({ machineClock: () => MORNING })
})
afterEach(() => scene.close())

const register = (fields: object) => post(scene, '/v2/sellers', fields)
const idOf = async (fields: object): Promise<string> => (await register(fields)).json.entityBody.id
const play = (id: string, status: string) => scene.control('POST', `/__sim/sellers/${id}`, { status })

describe('Toss §3.9, §11.1 no. 21: a seller', () => {
  test('that is a company is approved in part at once, and its account number is masked', async () => {
    const fields = corporate()
    const { status, json } = await register(fields)
    expect(status).toBe(200)
    expect(json).toEqual({
      version: '2022-11-16',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      entityType: 'seller',
      entityBody: {
        ...fields,
        id: expect.stringMatching(/^seller_a[0-9a-z]{26}$/),
        individual: null,
        account: { ...fields.account, accountNumber: '**********1234' },
        status: 'PARTIALLY_APPROVED',
        metadata: null,
      },
      error: null,
    })
  })

  test.each(['INDIVIDUAL', 'INDIVIDUAL_BUSINESS'])(
    'that is an %s must first answer',
    async (businessType) => {
      const fields = businessType === 'INDIVIDUAL' ? individual() : { ...corporate(), businessType }
      expect((await register(fields)).json.entityBody.status).toBe('APPROVAL_REQUIRED')
    },
  )

  test('is approved in part once they answered, then as a whole, or is to be looked at', async () => {
    const id = await idOf(individual())
    for (const status of ['PARTIALLY_APPROVED', 'KYC_REQUIRED', 'APPROVED']) {
      expect((await play(id, status)).status).toBe(200)
      expect((await get(scene, `/v2/sellers/${id}`)).json.entityBody.status).toBe(status)
    }
    expect((await play(id, 'LOVED')).status).toBe(400)
    expect((await play('seller_nobody', 'APPROVED')).status).toBe(404)
  })

  test('has a reference that is good once, also after it was removed', async () => {
    const fields = corporate()
    const id = await idOf(fields)
    expect((await register(fields)).json.error.code).toBe('DUPLICATED_REQUEST')
    await scene.call('DELETE', `/v2/sellers/${id}`, { key: API_SECRET_KEY })
    expect((await register(fields)).json.error.code).toBe('DUPLICATED_REQUEST')
  })

  test('takes a bank by two digits as well as by three: 국민 is 04, not the core API’s 06', async () => {
    const account = { bankCode: '04', accountNumber: '12345678901234', holderName: '김하늘' }
    expect((await register({ ...corporate(), account })).json.entityBody.account.bankCode).toBe('004')
    const other = { ...account, bankCode: '06' }
    expect((await register({ ...corporate(), account: other })).json.error.code).toBe('INVALID_BANK')
  })

  test.each([
    ['no reference', { refSellerId: undefined }, 'INVALID_REQUEST'],
    ['a reference beyond 20 characters', { refSellerId: 'x'.repeat(21) }, 'INVALID_REQUEST'],
    ['another kind of business', { businessType: 'CLUB' }, 'INVALID_REQUEST'],
    ['a company without a company', { company: null }, 'INVALID_REQUEST'],
    ['a company that is a person too', { individual: individual().individual }, 'INVALID_REQUEST'],
    [
      'nine digits for the business',
      { company: { ...corporate().company, businessRegistrationNumber: '123456789' } },
      'INVALID_BUSINESS_NUMBER',
    ],
    ['no e-mail', { company: { ...corporate().company, email: '김하늘' } }, 'INVALID_EMAIL'],
    [
      'hyphens in the phone',
      { company: { ...corporate().company, phone: '010-1234-5678' } },
      'INVALID_REQUEST',
    ],
    [
      'hyphens in the account',
      { account: { ...corporate().account, accountNumber: '1-2' } },
      'INVALID_ACCOUNT_NUMBER',
    ],
    [
      'six pairs of metadata',
      { metadata: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' } },
      'INVALID_REQUEST',
    ],
    ['metadata beyond 500 characters', { metadata: { a: 'x'.repeat(501) } }, 'INVALID_REQUEST'],
  ])('with %s is refused', async (_, change, code) => {
    const { status, json } = await register({ ...corporate(), ...change })
    expect(status).toBe(400)
    expect(json).toMatchObject({ entityType: null, entityBody: null, error: { code } })
  })
})

describe('Toss §3.9: changing a seller', () => {
  test('leaves what is not named, and removes what is null', async () => {
    const id = await idOf({ ...corporate(), metadata: { kind: 'host' } })
    const change = { account: { accountNumber: '99998888777766' }, metadata: null }
    const { json } = await post(scene, `/v2/sellers/${id}`, change)
    expect(json.entityBody).toMatchObject({
      account: { bankCode: '004', accountNumber: '**********7766', holderName: '주식회사 하늘' },
      company: { name: '주식회사 하늘' },
      metadata: null,
    })
  })

  test.each([
    ['the number of its business', { company: { businessRegistrationNumber: '9999999999' } }],
    ['its reference', { refSellerId: 'another-one' }],
  ])('never changes %s', async (_, change) => {
    const id = await idOf(corporate())
    expect((await post(scene, `/v2/sellers/${id}`, change)).json.error.code).toBe('INVALID_REQUEST')
  })

  test('that is removed or unknown is refused', async () => {
    const id = await idOf(corporate())
    const removed = await scene.call('DELETE', `/v2/sellers/${id}`, { key: API_SECRET_KEY })
    expect(removed.json).toMatchObject({ entityType: 'seller', entityBody: { id } })
    expect((await get(scene, `/v2/sellers/${id}`)).status).toBe(404)
    expect((await post(scene, `/v2/sellers/${id}`, {})).json.error.code).toBe('NOT_FOUND')
  })
})

describe('Toss §3.9: the list of sellers', () => {
  test('comes ten at a time unless told, and goes on after its cursor', async () => {
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push(await idOf(corporate()))
    const list = async (query: string) => (await get(scene, `/v2/sellers${query}`)).json.entityBody
    const first = await list('')
    expect(first).toMatchObject({ hasMore: true, nextCursor: ids[9] })
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 10))
    const rest = await list(`?startingAfter=${first.nextCursor}`)
    expect(rest).toMatchObject({ hasMore: false, nextCursor: null })
    expect(rest.items).toHaveLength(2)
    expect((await list('?limit=10000')).items).toHaveLength(12)
  })

  test.each(['limit=0', 'limit=10001', 'limit=x', 'startingAfter=seller_nobody'])(
    'refuses %s',
    async (query) => {
      expect((await get(scene, `/v2/sellers?${query}`)).json.error.code).toBe('INVALID_REQUEST')
    },
  )
})

test('Toss §3.9, test mode: only companies are registered, and nobody is approved', async () => {
  const strict = await openScene({ machineClock: () => MORNING, rules: { paysOutAsLive: false } })
  expect((await post(strict, '/v2/sellers', individual())).json.error.code).toBe('INVALID_REQUEST')
  const { json } = await post(strict, '/v2/sellers', corporate())
  const { id } = json.entityBody
  expect((await strict.control('POST', `/__sim/sellers/${id}`, { status: 'KYC_REQUIRED' })).status).toBe(200)
  expect((await strict.control('POST', `/__sim/sellers/${id}`, { status: 'APPROVED' })).status).toBe(400)
  await strict.close()
})

test('the control lists sellers without their account numbers', async () => {
  await idOf(corporate())
  const { json, text } = await scene.control('GET', '/__sim/sellers')
  expect(json.items).toMatchObject([{ status: 'PARTIALLY_APPROVED', removed: false }])
  expect(text).not.toContain('12345678901234')
})
