import { join } from 'node:path'
import type { BankLine } from '@/toss-simulator/bank/statement'
import type { Transfer } from '@/toss-simulator/bank/transfer'
import type { CashReceiptRecord } from '@/toss-simulator/cash-receipts/record'
import type { BillingAuth, BillingKey } from '@/toss-simulator/billing/record'
import { openJournal, type Journal } from '@/toss-simulator/journal'
import type { PaymentRecord } from '@/toss-simulator/payments/record'
import type { Funds } from '@/toss-simulator/payouts/balance'
import type { Contract } from '@/toss-simulator/payouts/contract'
import type { PayoutRecord } from '@/toss-simulator/payouts/payout'
import type { IssuedKey } from '@/toss-simulator/security/keys'
import type { SellerRecord } from '@/toss-simulator/sellers/seller'
import { Shelf } from '@/toss-simulator/shelf'
import type { Webhook } from '@/toss-simulator/webhooks/webhook'

/** An API call as `/__sim/calls` shows it. `status` and `answer` are null when no answer was made. */
export interface Call {
  at: string
  method: string
  path: string
  idempotencyKey: string | null
  body: unknown
  status: number | null
  answer: unknown
  /** The fault that was injected into this call, if any. */
  fault: string | null
}

/** The first answer to an Idempotency-Key, kept to the byte. */
export interface IdempotencyRecord {
  id: string
  usedAt: number
  traceId: string
  status: number
  /** JSON unless it says otherwise. */
  contentType?: string
  body: string
}

/** What a test wants a settlement to be instead of what it would be. */
export interface PlantedSettlement {
  transactionKey: string
  hidden: boolean
  members: Record<string, unknown>
}

/** What is kept on a shelf each. */
interface Shelved {
  seller: SellerRecord
  payout: PayoutRecord
  funds: Funds
  contract: Contract
  'security-key': IssuedKey
  'bank-line': BankLine
}

type ShelvedEntry = {
  [Kind in keyof Shelved]: { type: 'shelved'; kind: Kind; item: Shelved[Kind] }
}[keyof Shelved]

type Entry =
  | ShelvedEntry
  | { type: 'payment'; payment: PaymentRecord }
  | { type: 'idempotency'; record: IdempotencyRecord }
  | { type: 'call'; call: Call }
  | { type: 'webhook'; webhook: Webhook }
  | { type: 'cash-receipt'; receipt: CashReceiptRecord }
  | { type: 'settlement'; settlement: PlantedSettlement }
  | { type: 'billing-auth'; auth: BillingAuth }
  | { type: 'billing-key'; key: BillingKey }
  | { type: 'transfer'; transfer: Transfer }
  | { type: 'clock'; offsetMs: number }
  | { type: 'reset' }

const CALL_LIMIT = 5_000
const WEBHOOK_LIMIT = 5_000
const COMPACT_AFTER_ENTRIES = 20_000

/** What the simulator remembers. Every change is in the journal before the method returns. */
export class Store {
  private payments = new Map<string, PaymentRecord>()
  private idempotency = new Map<string, IdempotencyRecord>()
  private callList: Call[] = []
  private webhooks = new Map<string, Webhook>()
  private cashReceipts = new Map<string, CashReceiptRecord>()
  private settlements = new Map<string, PlantedSettlement>()
  private billingAuths = new Map<string, BillingAuth>()
  private billingKeys = new Map<string, BillingKey>()
  private transfers = new Map<string, Transfer>()
  private shelves: { [Kind in keyof Shelved]: Shelf<Shelved[Kind]> } = {
    seller: new Shelf({ write: (item) => this.write({ type: 'shelved', kind: 'seller', item }) }),
    payout: new Shelf({ write: (item) => this.write({ type: 'shelved', kind: 'payout', item }) }),
    funds: new Shelf({ write: (item) => this.write({ type: 'shelved', kind: 'funds', item }) }),
    contract: new Shelf({ write: (item) => this.write({ type: 'shelved', kind: 'contract', item }) }),
    'security-key': new Shelf({
      write: (item) => this.write({ type: 'shelved', kind: 'security-key', item }),
    }),
    'bank-line': new Shelf({ write: (item) => this.write({ type: 'shelved', kind: 'bank-line', item }) }),
  }
  readonly sellers = this.shelves.seller
  readonly payouts = this.shelves.payout
  readonly funds = this.shelves.funds
  readonly contracts = this.shelves.contract
  readonly securityKeys = this.shelves['security-key']
  readonly bankLines = this.shelves['bank-line']
  /** Hears of every payment that is saved: how it was, and how it is. */
  onPayment: (before: PaymentRecord | undefined, after: PaymentRecord) => void = () => undefined
  private offset = 0
  private journal: Journal | null = null
  private appended = 0

  /** Reads what an earlier run left in `stateDir`; without one everything stays in memory. */
  static open(stateDir?: string): Store {
    const store = new Store()
    if (stateDir) {
      store.journal = openJournal(join(stateDir, 'state.jsonl'), (entry) => store.apply(entry as Entry))
      store.compact()
    }
    return store
  }

  get offsetMs(): number {
    return this.offset
  }

  saveOffset(offsetMs: number): void {
    this.write({ type: 'clock', offsetMs })
  }

  findPayment(paymentKey: string): PaymentRecord | undefined {
    return this.payments.get(paymentKey)
  }

  listPayments(): PaymentRecord[] {
    return [...this.payments.values()]
  }

  savePayment(payment: PaymentRecord): void {
    const before = this.payments.get(payment.payment.paymentKey)
    this.write({ type: 'payment', payment })
    this.onPayment(before, payment)
  }

  findIdempotency(id: string): IdempotencyRecord | undefined {
    return this.idempotency.get(id)
  }

  saveIdempotency(record: IdempotencyRecord): void {
    this.write({ type: 'idempotency', record })
  }

  get calls(): readonly Call[] {
    return this.callList
  }

  saveCall(call: Call): void {
    this.write({ type: 'call', call })
  }

  findWebhook(id: string): Webhook | undefined {
    return this.webhooks.get(id)
  }

  listWebhooks(): Webhook[] {
    return [...this.webhooks.values()]
  }

  saveWebhook(webhook: Webhook): void {
    this.write({ type: 'webhook', webhook })
  }

  listCashReceipts(): CashReceiptRecord[] {
    return [...this.cashReceipts.values()]
  }

  saveCashReceipt(receipt: CashReceiptRecord): void {
    this.write({ type: 'cash-receipt', receipt })
  }

  findPlantedSettlement(transactionKey: string): PlantedSettlement | undefined {
    return this.settlements.get(transactionKey)
  }

  savePlantedSettlement(settlement: PlantedSettlement): void {
    this.write({ type: 'settlement', settlement })
  }

  findBillingAuth(id: string): BillingAuth | undefined {
    return this.billingAuths.get(id)
  }

  listBillingAuths(): BillingAuth[] {
    return [...this.billingAuths.values()]
  }

  saveBillingAuth(auth: BillingAuth): void {
    this.write({ type: 'billing-auth', auth })
  }

  findBillingKey(billingKey: string): BillingKey | undefined {
    return this.billingKeys.get(billingKey)
  }

  listBillingKeys(): BillingKey[] {
    return [...this.billingKeys.values()]
  }

  saveBillingKey(key: BillingKey): void {
    this.write({ type: 'billing-key', key })
  }

  findTransfer(reference: string): Transfer | undefined {
    return this.transfers.get(reference)
  }

  listTransfers(): Transfer[] {
    return [...this.transfers.values()]
  }

  saveTransfer(transfer: Transfer): void {
    this.write({ type: 'transfer', transfer })
  }

  reset(): void {
    this.write({ type: 'reset' })
    this.compact()
  }

  close(): void {
    this.journal?.close()
    this.journal = null
  }

  private write(entry: Entry): void {
    this.journal?.append(entry)
    this.apply(entry)
    this.appended += 1
    if (this.appended >= COMPACT_AFTER_ENTRIES) this.compact()
  }

  private apply(entry: Entry): void {
    if (entry.type === 'shelved') {
      const shelf: Shelf<{ id: string }> = this.shelves[entry.kind]
      shelf.put(entry.item)
    } else if (entry.type === 'payment') {
      this.payments.set(entry.payment.payment.paymentKey, entry.payment)
    } else if (entry.type === 'idempotency') {
      this.idempotency.set(entry.record.id, entry.record)
    } else if (entry.type === 'call') {
      this.callList.push(entry.call)
      if (this.callList.length > CALL_LIMIT) this.callList.splice(0, this.callList.length - CALL_LIMIT)
    } else if (entry.type === 'webhook') {
      this.webhooks.set(entry.webhook.id, entry.webhook)
      const [oldest] = this.webhooks.keys()
      if (this.webhooks.size > WEBHOOK_LIMIT) this.webhooks.delete(oldest!)
    } else if (entry.type === 'cash-receipt') {
      this.cashReceipts.set(entry.receipt.receiptKey, entry.receipt)
    } else if (entry.type === 'settlement') {
      this.settlements.set(entry.settlement.transactionKey, entry.settlement)
    } else if (entry.type === 'billing-auth') {
      this.billingAuths.set(entry.auth.id, entry.auth)
    } else if (entry.type === 'billing-key') {
      this.billingKeys.set(entry.key.billingKey, entry.key)
    } else if (entry.type === 'transfer') {
      this.transfers.set(entry.transfer.reference, entry.transfer)
    } else if (entry.type === 'clock') {
      this.offset = entry.offsetMs
    } else {
      this.payments.clear()
      this.idempotency.clear()
      this.callList = []
      this.webhooks.clear()
      this.cashReceipts.clear()
      this.settlements.clear()
      this.billingAuths.clear()
      this.billingKeys.clear()
      this.transfers.clear()
      for (const shelf of Object.values(this.shelves)) shelf.clear()
      this.offset = 0
    }
  }

  private compact(): void {
    this.appended = 0
    const entries: Entry[] = [
      { type: 'clock', offsetMs: this.offset },
      ...this.listPayments().map((payment): Entry => ({ type: 'payment', payment })),
      ...[...this.idempotency.values()].map((record): Entry => ({ type: 'idempotency', record })),
      ...this.callList.map((call): Entry => ({ type: 'call', call })),
      ...this.listCashReceipts().map((receipt): Entry => ({ type: 'cash-receipt', receipt })),
      ...[...this.settlements.values()].map((settlement): Entry => ({ type: 'settlement', settlement })),
      ...this.listBillingAuths().map((auth): Entry => ({ type: 'billing-auth', auth })),
      ...this.listBillingKeys().map((key): Entry => ({ type: 'billing-key', key })),
      ...this.listTransfers().map((transfer): Entry => ({ type: 'transfer', transfer })),
      ...this.listWebhooks().map((webhook): Entry => ({ type: 'webhook', webhook })),
      ...Object.entries(this.shelves).flatMap(([kind, shelf]) =>
        shelf.list().map((item) => ({ type: 'shelved', kind, item }) as ShelvedEntry),
      ),
    ]
    this.journal?.rewrite(entries)
  }
}
