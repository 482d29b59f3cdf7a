import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { advance, DAY_MS, openScene, type Scene, type Ticket } from './support/scene'

let scene: Scene
beforeEach(async () => {
  scene = await openScene()
})
afterEach(() => scene.close())

async function issue(wish: Record<string, unknown> = {}) {
  const ticket = await scene.authenticate({ method: 'VIRTUAL_ACCOUNT', customerName: '김모의', ...wish })
  const { json } = await scene.confirm(ticket)
  return { ticket, issued: json }
}

const deposit = (ticket: Ticket, body: object = {}) =>
  scene.control('POST', `/__sim/payments/${ticket.paymentKey}/deposit`, body)

const query = async (ticket: Ticket) => (await scene.call('GET', `/v1/payments/${ticket.paymentKey}`)).json

describe('Toss §2.1, §4, §11.1 no. 8: a virtual account', () => {
  test('is issued by confirm: WAITING_FOR_DEPOSIT, with a secret and an account, and not approved', async () => {
    const { issued } = await issue({ bank: '20' })
    expect(issued).toMatchObject({
      status: 'WAITING_FOR_DEPOSIT',
      method: '가상계좌',
      approvedAt: null,
      secret: expect.stringMatching(/^ps_\w+$/),
      virtualAccount: {
        accountNumber: expect.stringMatching(/^X\d{1,19}$/),
        accountType: '일반',
        bankCode: '20',
        customerName: '김모의',
        dueDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/),
        expired: false,
        settlementStatus: 'INCOMPLETED',
        refundStatus: 'NONE',
        refundReceiveAccount: null,
        depositorName: null,
      },
    })
  })

  test('is due 168 hours after it was issued', async () => {
    const { issued } = await issue()
    const left = Date.parse(issued.virtualAccount.dueDate) - Date.now()
    expect(Math.abs(left - 7 * DAY_MS)).toBeLessThan(5_000)
  })

  test('is DONE once the deposit has come, with a new transaction key and the depositor', async () => {
    const { ticket, issued } = await issue()
    expect((await deposit(ticket)).json).toEqual({ accepted: true, status: 'DONE' })
    const done = await query(ticket)
    expect(done).toMatchObject({ status: 'DONE', approvedAt: expect.any(String), secret: issued.secret })
    expect(done.virtualAccount.depositorName).toBe('김모의')
    expect(done.lastTransactionKey).not.toBe(issued.lastTransactionKey)
  })

  test('gives a cash receipt with the deposit when the buyer asked for one', async () => {
    const { ticket } = await issue({ cashReceipt: '소득공제' })
    expect((await query(ticket)).cashReceipt).toBeNull()
    await deposit(ticket)
    expect((await query(ticket)).cashReceipt).toMatchObject({ type: '소득공제', amount: 33000 })
  })

  test('goes back to WAITING_FOR_DEPOSIT when the bank undoes the deposit, and may be paid again', async () => {
    const { ticket } = await issue()
    await deposit(ticket)
    const first = await query(ticket)
    expect((await deposit(ticket, { undo: true })).json).toEqual({
      accepted: true,
      status: 'WAITING_FOR_DEPOSIT',
    })
    expect(await query(ticket)).toMatchObject({ status: 'WAITING_FOR_DEPOSIT', approvedAt: null })
    await deposit(ticket)
    expect((await query(ticket)).lastTransactionKey).not.toBe(first.lastTransactionKey)
  })

  test('§9: another amount is refused by the bank, and nothing happens', async () => {
    const { ticket, issued } = await issue()
    for (const amount of [32999, 33001]) {
      expect((await deposit(ticket, { amount })).json).toEqual({
        accepted: false,
        status: 'WAITING_FOR_DEPOSIT',
      })
    }
    expect(await query(ticket)).toEqual(issued)
  })

  test('past its due date keeps its status and says expired', async () => {
    const { ticket } = await issue()
    await advance(scene, 7 * DAY_MS + 1_000)
    expect(await query(ticket)).toMatchObject({
      status: 'WAITING_FOR_DEPOSIT',
      virtualAccount: { expired: true },
    })
  })

  test('§3.4: the transactions list has a row of 0 for the issue and one for the deposit', async () => {
    const { ticket } = await issue()
    await deposit(ticket)
    const day = (ms: number) => new Date(Date.now() + ms).toISOString().slice(0, 10)
    const { json } = await scene.call(
      'GET',
      `/v1/transactions?startDate=${day(-DAY_MS)}&endDate=${day(2 * DAY_MS)}`,
    )
    expect(json.map(({ status, amount }: { status: string; amount: number }) => [status, amount])).toEqual([
      ['WAITING_FOR_DEPOSIT', 0],
      ['DONE', 33000],
    ])
  })

  test('§3.1: less than 200 won is refused', async () => {
    expect((await issue({ amount: 199 })).issued).toMatchObject({ code: 'BELOW_MINIMUM_AMOUNT' })
  })

  test('outlives a payment that cannot take a deposit: the control says so', async () => {
    const card = await scene.authenticate()
    await scene.confirm(card)
    expect((await deposit(card)).status).toBe(400)
    const { ticket } = await issue()
    expect((await deposit(ticket, { undo: true })).status).toBe(400)
  })
})

describe('Toss §2.1, §4: money that goes back without the API', () => {
  const back = (ticket: Ticket, how: string, body: object = {}) =>
    scene.control('POST', `/__sim/payments/${ticket.paymentKey}/${how}`, body)

  test.each(['dashboard-cancel', 'chargeback'])('%s of everything: CANCELED with one cancel', async (how) => {
    const ticket = await scene.authenticate()
    await scene.confirm(ticket)
    await back(ticket, how)
    const payment = await query(ticket)
    expect(payment).toMatchObject({ status: 'CANCELED', totalAmount: 33000, balanceAmount: 0, vat: 0 })
    expect(payment.cancels).toMatchObject([
      {
        cancelAmount: 33000,
        refundableAmount: 0,
        cancelStatus: 'DONE',
        transactionKey: payment.lastTransactionKey,
      },
    ])
    expect((await back(ticket, how)).json.code).toBe('NOT_CANCELABLE_PAYMENT')
  })

  test('in parts stays PARTIAL_CANCELED, down to nothing', async () => {
    const ticket = await scene.authenticate()
    await scene.confirm(ticket)
    await back(ticket, 'dashboard-cancel', { amount: 11000 })
    expect(await query(ticket)).toMatchObject({
      status: 'PARTIAL_CANCELED',
      balanceAmount: 22000,
      suppliedAmount: 20000,
      vat: 2000,
    })
    expect((await back(ticket, 'chargeback', { amount: 22001 })).json.code).toBe('NOT_CANCELABLE_AMOUNT')
    await back(ticket, 'chargeback')
    expect(await query(ticket)).toMatchObject({ status: 'PARTIAL_CANCELED', balanceAmount: 0 })
  })
})
