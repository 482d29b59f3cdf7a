import type { z } from 'zod'
import { toKstIso } from '@/lib/time'
import { createCaller, toAction, type Answer, type Place } from './caller'
import { settlementsSchema, transactionsSchema, type SettlementRow, type TransactionRow } from './lists'
import { paymentSchema, type Payment } from './payment'

export type TossAnswer = Answer<{ kind: 'payment'; httpStatus: number; payment: Payment }>

/** One page of a list. */
export type TossPage<Row> = Answer<{ kind: 'rows'; rows: Row[] }>

/** KST days such as `2026-11-22`, both included; pages begin at 1. */
export type SettlementQuery = { from: string; to: string; page: number; size: number }

/** Both ends included, to the second. `startingAfter`: the key of the last row of the page before; '' for the first. */
export type TransactionQuery = { from: Date; to: Date; startingAfter: string; limit: number }

export type ConfirmRequest = { paymentKey: string; orderId: string; amount: bigint; idempotencyKey: string }

export type RefundAccount = { bankCode: string; accountNumber: string; holderName: string }

export type CancelRequest = {
  paymentKey: string
  cancelReason: string
  /** Never left out: Toss takes a cancel without an amount as one of all that is left. */
  cancelAmount: bigint
  /** What is left of the payment. Toss cancels nothing unless it is so. */
  refundableAmount: bigint
  /** Only, and always, for a virtual account. */
  refundAccount: RefundAccount | null
  idempotencyKey: string
}

export type TossClient = {
  merchantIds: string[]
  /** Takes the payer's money. Never inside a tx. */
  confirm(request: ConfirmRequest): Promise<TossAnswer>
  /** Gives the payer money back. Never inside a tx. */
  cancel(request: CancelRequest): Promise<TossAnswer>
  /** What Toss knows of an order. Never inside a tx. */
  findByOrder(orderId: string): Promise<TossAnswer>
  /** Every approval and cancel of a time, oldest first. Never inside a tx. */
  listTransactions(query: TransactionQuery): Promise<TossPage<TransactionRow>>
  /** What was paid out to us on these days. Never inside a tx. */
  listPayouts(query: SettlementQuery): Promise<TossPage<SettlementRow>>
}

export type Options = Place & {
  /** Toss: lists go with the API's key rather than the widget's; without one the widget's is tried. */
  listSecretKey?: string
  /** Our merchant ids; empty when they are not configured, and then any is accepted. */
  merchantIds?: string[]
}

/** No figure is documented for confirm and cancel; 30 s is common practice. People are told to wait far sooner. */
export const ACTION_TIMEOUT_MS = 30_000
const QUERY_TIMEOUT_MS = 10_000
/** Toss: lists may take a minute. */
const LIST_TIMEOUT_MS = 70_000

/** Toss's core API under one pair of keys, but for the lists. */
export function createTossClient({
  baseUrl,
  secretKey,
  listSecretKey,
  merchantIds = [],
}: Options): TossClient {
  const call = createCaller({ baseUrl, secretKey })
  const callLists = createCaller({ baseUrl, secretKey: listSecretKey ?? secretKey })
  const act = (path: string, idempotencyKey: string, fields: Record<string, unknown>) =>
    call(path, toAction(idempotencyKey, fields), ACTION_TIMEOUT_MS, readPayment)
  const list = <Row>(path: string, query: Record<string, string>, schema: z.ZodType<Row[]>) =>
    callLists(`${path}?${new URLSearchParams(query)}`, {}, LIST_TIMEOUT_MS, (_, body) => {
      const rows = schema.safeParse(JSON.parse(body))
      return rows.success ? { kind: 'rows' as const, rows: rows.data } : null
    })

  return {
    merchantIds,
    confirm: ({ idempotencyKey, ...fields }) => act('/v1/payments/confirm', idempotencyKey, fields),
    cancel: ({ paymentKey, idempotencyKey, refundAccount, ...fields }) =>
      act(`/v1/payments/${encodeURIComponent(paymentKey)}/cancel`, idempotencyKey, {
        ...fields,
        ...(refundAccount ? { refundReceiveAccount: toRequestAccount(refundAccount) } : {}),
      }),
    findByOrder: (orderId) =>
      call(`/v1/payments/orders/${encodeURIComponent(orderId)}`, {}, QUERY_TIMEOUT_MS, readPayment),
    listTransactions: ({ from, to, startingAfter, limit }) => {
      const query = {
        startDate: toTossTime(from),
        endDate: toTossTime(to),
        startingAfter,
        limit: String(limit),
      }
      return list('/v1/transactions', query, transactionsSchema)
    },
    listPayouts: ({ from, to, page, size }) => {
      const query = { startDate: from, endDate: to, page: String(page), size: String(size) }
      return list('/v1/settlements', { ...query, dateType: 'paidOutDate' }, settlementsSchema)
    },
  }
}

/** Toss: Korean time without an offset, and no fractions. */
function toTossTime(at: Date): string {
  return toKstIso(at).slice(0, 19)
}

/** Toss calls the bank's code `bank` in requests, though its answers say `bankCode`. */
function toRequestAccount({ bankCode, accountNumber, holderName }: RefundAccount) {
  return { bank: bankCode, accountNumber, holderName }
}

export function readPayment(httpStatus: number, body: string) {
  const payment = paymentSchema.safeParse(JSON.parse(body))
  return payment.success ? { kind: 'payment' as const, httpStatus, payment: payment.data } : null
}
