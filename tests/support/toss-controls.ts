import { randomUUID } from 'node:crypto'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'
import type { ScenarioId } from '@/toss-simulator/scenarios/catalog'

type Fault = { match?: string; nth?: number; times?: number; fault: string; param?: unknown }
export type RecordedCall = {
  method: string
  path: string
  idempotencyKey: string | null
  body: unknown
  status: number | null
}

export type BankTransfer = {
  reference: string
  accountNumber: string
  amount: number
  status: string
  code: string | null
}

type PlayedPayout = {
  id: string
  refPayoutId: string
  destination: string
  scheduleType: string
  payoutDate: string
  status: string
  amount: { value: number }
}

type PlayedSeller = {
  id: string
  refSellerId: string
  businessType: string
  account: { bankCode: string; accountNumber: string; holderName: string }
  status: string
}

type BookItem = {
  payment: { orderId: string; paymentKey: string; lastTransactionKey: string }
  approved: number
  canceled: number
}

/** The simulator's controls, over HTTP as any other program uses them. */
export class TossControls {
  /** How far its clock is ahead of the real one. */
  offsetMs = 0

  constructor(
    readonly url: string,
    private readonly clientKey = DEFAULT_MERCHANT.widget.clientKey,
  ) {}

  /** Plays the buyer up to the return address: the payment waits to be confirmed, to be declined with the code given. */
  async authenticate(orderId: string, amount: bigint, method = 'CARD', decline?: string): Promise<string> {
    const { paymentKey } = await this.send<{ paymentKey: string }>('POST', '/__sim/authenticate', {
      clientKey: this.clientKey,
      customerKey: '@@ANONYMOUS',
      orderId,
      orderName: '포스페이 충전',
      amount: Number(amount),
      method,
      decline,
    })
    return paymentKey
  }

  /** Plays a person who registers a card up to the return address; `decline` refuses every charge of it. */
  async registerCard(customerKey: string, decline?: string): Promise<string> {
    const { clientKey } = DEFAULT_MERCHANT.api
    const body = { clientKey, customerKey, decline }
    return (await this.send<{ authKey: string }>('POST', '/__sim/billing/authenticate', body)).authKey
  }

  /** From now on the person's cards are refused or charged again, or their keys are gone. */
  changeCards(customerKey: string, change: { decline?: string | null; remove?: boolean }): Promise<unknown> {
    return this.send('POST', '/__sim/billing/keys', { customerKey, ...change })
  }

  /** The person's cards at Toss, and whether they can still be charged. */
  async cards(customerKey: string): Promise<{ removed: boolean }[]> {
    const { items } = await this.send<{ items: { customerKey: string; removed: boolean }[] }>(
      'GET',
      '/__sim/billing/keys',
    )
    return items.filter((card) => card.customerKey === customerKey)
  }

  /** Every call about billing that arrived: registrations, charges and removals. */
  async billingCalls(method = 'POST'): Promise<RecordedCall[]> {
    const { items } = await this.send<{ items: RecordedCall[] }>('GET', '/__sim/calls')
    return items.filter((call) => call.method === method && call.path.startsWith('/v1/billing/'))
  }

  /** The next confirm goes wrong in this way. */
  fault(fault: string, options: Omit<Fault, 'fault'> = {}): Promise<unknown> {
    return this.send('POST', '/__sim/faults', { match: 'POST /v1/payments/confirm', fault, ...options })
  }

  /** Acts out a scenario: on the next request that it is about, or on so many of them. */
  play(scenario: ScenarioId, times?: number): Promise<unknown> {
    return this.send('POST', `/__sim/scenarios/${scenario}`, { times })
  }

  clearFaults(): Promise<unknown> {
    return this.send('DELETE', '/__sim/faults')
  }

  plant(payment: Record<string, unknown>): Promise<unknown> {
    return this.send('POST', '/__sim/payments', payment)
  }

  async advance(ms: number): Promise<void> {
    const { offsetMs } = await this.send<{ offsetMs: number }>('POST', '/__sim/clock', { advanceMs: ms })
    this.offsetMs = offsetMs
  }

  /** The buyer pays to the virtual account, or the bank takes it back. */
  deposit(paymentKey: string, wish: { undo?: boolean; amount?: number } = {}): Promise<unknown> {
    return this.send('POST', `/__sim/payments/${encodeURIComponent(paymentKey)}/deposit`, wish)
  }

  /** Somebody who is not us takes money back: all that is left, unless an amount is given. */
  takeBack(paymentKey: string, how: 'chargeback' | 'dashboard-cancel', amount?: bigint): Promise<unknown> {
    const body = amount === undefined ? {} : { amount: Number(amount) }
    return this.send('POST', `/__sim/payments/${encodeURIComponent(paymentKey)}/${how}`, body)
  }

  /** Toss settles the last approval or cancel of a payment with other members, or, `hidden`, not at all. */
  async settle(paymentKey: string, members: Record<string, unknown>): Promise<void> {
    const { items } = await this.send<{ items: BookItem[] }>('GET', '/__sim/book')
    const { payment } = items.find((item) => item.payment.paymentKey === paymentKey)!
    const transactionKey = payment.lastTransactionKey
    await this.send('POST', '/__sim/settlements', { transactionKey, ...members })
  }

  /** Every transfer at the simulated bank, newest first. */
  async transfers(): Promise<BankTransfer[]> {
    return (await this.send<{ items: BankTransfer[] }>('GET', '/__sim/bank/transfers')).items
  }

  /** The bank carries a transfer out, cannot, or sends it back. */
  changeTransfer(reference: string, status: 'COMPLETED' | 'FAILED' | 'RETURNED'): Promise<unknown> {
    return this.send('POST', `/__sim/bank/transfers/${encodeURIComponent(reference)}`, { status })
  }

  /** Toss's messages about an order, in the order in which they arose. */
  async webhooksOf(orderId: string): Promise<string[]> {
    const { items } = await this.send<{ items: { id: string; orderId: string | null }[] }>(
      'GET',
      '/__sim/webhooks',
    )
    return items.filter((webhook) => webhook.orderId === orderId).map(({ id }) => id)
  }

  /** Sends a message once more, under the same transmission id. */
  resend(id: string): Promise<unknown> {
    return this.send('POST', `/__sim/webhooks/${id}/resend`)
  }

  /** How often Toss was asked about an order. */
  async queries(orderId: string): Promise<number> {
    const { items } = await this.send<{ items: RecordedCall[] }>('GET', '/__sim/calls')
    return items.filter(({ path }) => path === `/v1/payments/orders/${orderId}`).length
  }

  /** From which KST day on the list of payouts was asked for each time, oldest first; null for all of it. */
  async payoutLists(): Promise<(string | null)[]> {
    const { items } = await this.send<{ items: RecordedCall[] }>('GET', '/__sim/calls')
    const lists = items.filter(({ method, path }) => method === 'GET' && path.startsWith('/v2/payouts?'))
    return lists.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('payoutDateGte'))
  }

  /** Every confirm that arrived for an order. */
  async confirms(orderId: string): Promise<RecordedCall[]> {
    const { items } = await this.send<{ items: RecordedCall[] }>('GET', '/__sim/calls')
    return items.filter(
      ({ path, body }) =>
        path === '/v1/payments/confirm' && (body as { orderId?: string } | null)?.orderId === orderId,
    )
  }

  /** Every cancel of a payment that arrived. */
  async cancels(paymentKey: string): Promise<RecordedCall[]> {
    const { items } = await this.send<{ items: RecordedCall[] }>('GET', '/__sim/calls')
    return items.filter(({ path }) => path === `/v1/payments/${paymentKey}/cancel`)
  }

  /** Cancels as anybody with the shop's key may, such as Toss's dashboard. */
  async cancel(paymentKey: string, body: { cancelReason: string; cancelAmount?: number }): Promise<void> {
    const { secretKey } = DEFAULT_MERCHANT.widget
    const response = await fetch(new URL(`/v1/payments/${paymentKey}/cancel`, this.url), {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`cancel: ${response.status} ${await response.text()}`)
  }

  /** The key of an order's payment, where Toss has one. */
  async keyOf(orderId: string): Promise<string | undefined> {
    const { items } = await this.send<{ items: BookItem[] }>('GET', '/__sim/book')
    return items.find(({ payment }) => payment.orderId === orderId)?.payment.paymentKey
  }

  /** Won that Toss has really taken for an order, less what it gave back. */
  async taken(orderId: string): Promise<bigint> {
    return (await this.book()).taken(orderId)
  }

  /** Toss's own book as it stands: won taken for an order, and how many confirms took money, by order. */
  async book(): Promise<{ taken(orderId: string): bigint; effectiveConfirms: Record<string, number> }> {
    const { items, effectiveConfirms } = await this.send<{
      items: BookItem[]
      effectiveConfirms: Record<string, number>
    }>('GET', '/__sim/book')
    const taken = new Map<string, bigint>()
    for (const { payment, approved, canceled } of items) {
      taken.set(payment.orderId, (taken.get(payment.orderId) ?? 0n) + BigInt(approved - canceled))
    }
    return { taken: (orderId) => taken.get(orderId) ?? 0n, effectiveConfirms }
  }

  /** Won that were brought in for payouts so far, beside what was sold. */
  funded = 0n

  /** Brings in that much for payouts, beside what was sold. */
  fund(amount: bigint): Promise<unknown> {
    this.funded += amount
    return this.send('POST', '/__sim/balances', { amount: Number(amount) })
  }

  /** Whether what Toss settles from now on stays there to be paid out. */
  contract(lasts: boolean): Promise<unknown> {
    return this.send('POST', '/__sim/contract', { lasts })
  }

  /** The bank takes a payout, will not have it, or gives back what had arrived. */
  playPayout(payoutId: string, status: 'complete' | 'fail' | 'return', code?: string): Promise<unknown> {
    return this.send('POST', `/__sim/payouts/${payoutId}`, { status, code })
  }

  /** Somebody whom we pay answers Toss, or is to be looked at more closely. */
  playSeller(sellerId: string, status: string): Promise<unknown> {
    return this.send('POST', `/__sim/sellers/${sellerId}`, { status })
  }

  /** Every payout as it stands, oldest first. */
  async payouts(): Promise<PlayedPayout[]> {
    return (await this.send<{ items: PlayedPayout[] }>('GET', '/__sim/payouts')).items
  }

  /** Everybody whom we pay, oldest first. */
  async sellers(): Promise<PlayedSeller[]> {
    return (await this.send<{ items: PlayedSeller[] }>('GET', '/__sim/sellers')).items
  }

  /** The bank's own statement of our account, as its CSV, on these KST days. */
  async bankStatement(days: { from?: string; to?: string } = {}): Promise<Buffer> {
    const response = await fetch(new URL(`/bank/statement?${new URLSearchParams(days)}`, this.url))
    return Buffer.from(await response.arrayBuffer())
  }

  /** Something comes to our account, or leaves it, that nobody was asked for. */
  bankLine(amount: bigint, words: { description?: string; counterparty?: string } = {}): Promise<unknown> {
    return this.send('POST', '/__sim/bank/lines', { amount: Number(amount), ...words })
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : undefined,
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (response.status === 204 ? undefined : await response.json()) as T
  }
}
