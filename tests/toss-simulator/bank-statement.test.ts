import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { advance, DAY_MS, MINUTE_MS, openScene, type Scene } from './support/scene'

/** Wednesday noon in Seoul: paid then, settled on Friday. */
const START = Date.parse('2026-11-25T12:00:00+09:00')

let scene: Scene
beforeEach(async () => {
  scene = await openScene({ machineClock: () => START })
})
afterEach(() => scene.close())

/** The lines below the heads, the newest first, without the quotes. */
async function lines(query = ''): Promise<string[][]> {
  const { text, headers } = await scene.control('GET', `/bank/statement?${query}`)
  expect(headers.get('content-type')).toContain('text/csv')
  const rows = text.split('\r\n').map((row) => row.slice(1, -1).split('","'))
  return rows.slice(3)
}

async function transfer(reference: string, memo: string, accountNumber = '3333011234567'): Promise<string> {
  const body = { reference, memo, accountNumber, bankCode: '90', holderName: '김하늘', amount: 1_000 }
  return (await scene.call('POST', '/bank/transfers', { body })).json.transferId
}

describe('the bank’s statement of the shop’s account', () => {
  test('has a day’s settlements as one deposit, on the day on which they are paid out', async () => {
    for (const amount of [10_000, 20_000]) await scene.confirm(await scene.authenticate({ amount }))
    await advance(scene, 2 * DAY_MS - 3 * 60 * MINUTE_MS)
    expect(await lines()).toEqual([])
    await advance(scene, 3 * 60 * MINUTE_MS)
    expect(await lines()).toEqual([
      ['2026-11-27 10:00:00', '타행이체', '토스페이먼츠', '0', '29076', '29076', ''],
    ])
  })

  test('has nothing of what Toss keeps to pay out, from the contract’s beginning to its end', async () => {
    const sell = async () => scene.confirm(await scene.authenticate({ amount: 10_000 }))
    const available = async () => (await scene.control('GET', '/__sim/payouts')).json.balance.available
    const contract = (lasts: unknown) => scene.control('POST', '/__sim/contract', { lasts })
    await sell()
    await advance(scene, 2 * DAY_MS - 60 * MINUTE_MS)
    await contract(true)
    // Settled at ten, an hour before.
    await advance(scene, 60 * MINUTE_MS)
    expect([(await lines()).length, await available()]).toEqual([1, 0])
    await sell()
    await advance(scene, 4 * DAY_MS)
    expect([(await lines()).length, await available()]).toEqual([1, 9_692])
    await contract(false)
    await sell()
    await advance(scene, 2 * DAY_MS)
    expect([(await lines()).map(([, , , , paidIn]) => paidIn), await available()]).toEqual([
      ['9692', '9692'],
      9_692,
    ])
    await contract(true)
    await scene.control('POST', '/__sim/reset')
    await sell()
    await advance(scene, 3 * DAY_MS)
    expect([await lines(), await available()]).toEqual([[], 9_692])
    expect(await contract('yes')).toMatchObject({ status: 400 })
  })

  test('has transfers by the bank’s number, what came back, and what nobody asked for; not the 1 won of a code', async () => {
    const gone = await transfer('one', '포스페이정산')
    const back = await transfer('two', '포스페이정산', '3333011239004')
    await transfer('three', '포스페이1234')
    await scene.control('POST', '/__sim/bank/lines', { amount: 500, description: '예금이자' })
    await advance(scene, 2 * DAY_MS)
    const all = await lines()
    expect(all.map(([, what, , out, paidIn, , memo]) => [what, out, paidIn, memo])).toEqual([
      ['타행반환', '0', '1000', back],
      ['예금이자', '0', '500', ''],
      ['인터넷이체', '1000', '0', back],
      ['인터넷이체', '1000', '0', gone],
    ])
    expect(all[0]![5]).toBe('-500')
    expect(await lines('from=2026-11-26')).toEqual(all.slice(0, 1))
    expect(await lines('to=2026-11-25')).toEqual(all.slice(1))
  })

  test.each([0, 1.5, '1000', null])('cannot have a line of %j won', async (amount) => {
    expect(await scene.control('POST', '/__sim/bank/lines', { amount })).toMatchObject({ status: 400 })
  })
})
