import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { toKstIso } from '@/lib/time'
import { createCaller, toJson, type Answer, type Place, type ReadBody } from './caller'
import { openEnvelope } from './envelope'
import { encryptJwe } from './jwe'
import { payoutBankCode } from './payout-banks'
import { balanceSchema, payoutSchema, sellerSchema, type Balance, type Payout, type Seller } from './payout'

export type PayoutAnswer = Answer<{ kind: 'payout'; httpStatus: number; payout: Payout }>
export type SellerAnswer = Answer<{ kind: 'seller'; httpStatus: number; seller: Seller }>
export type BalanceAnswer = Answer<{ kind: 'balance'; httpStatus: number; balance: Balance }>

/** One page of a list; `next` is where the one after it starts, null on the last. */
export type Page<Row> = Answer<{ kind: 'page'; httpStatus: number; rows: Row[]; next: string | null }>

/** `bankCode` is that of the core API: two characters. */
export type PayoutAccount = { bankCode: string; accountNumber: string; holderName: string }

type Contact = { name: string; email: string; phone: string }

export type SellerRequest = {
  /** 7 to 20 characters, never used again. */
  refSellerId: string
  account: PayoutAccount
  idempotencyKey: string
} & (
  | { businessType: 'INDIVIDUAL'; individual: Contact }
  | {
      businessType: 'INDIVIDUAL_BUSINESS' | 'CORPORATE'
      company: Contact & { representativeName: string; businessRegistrationNumber: string }
    }
)

/** Toss: the number of a business cannot be changed, and what is left out stays. */
export type SellerChange = { sellerId: string; account: PayoutAccount; idempotencyKey: string } & (
  { individual: Contact } | { company: Contact & { representativeName: string } }
)

export type PayoutRequest = {
  /** Ours, at most 50 characters. */
  refPayoutId: string
  /** The id of a seller. */
  destination: string
  amount: bigint
  /** A business day from tomorrow to a year ahead; null for now, from 08:00 to 15:00 on a business day. */
  payoutDate: string | null
  /** What the payee's statement says: at most 7 characters. */
  transactionDescription: string
  idempotencyKey: string
}

/** `startingAfter`: the `next` of the page before; null for the first. */
export type PageQuery = { limit: number; startingAfter: string | null }

/** KST days, both included; null for any. */
export type PayoutsQuery = PageQuery & { from: string | null; to: string | null }

/** Toss's payouts under the keys of the API. None of these may be called inside a tx. */
export type PayoutClient = {
  registerSeller(request: SellerRequest): Promise<SellerAnswer>
  updateSeller(change: SellerChange): Promise<SellerAnswer>
  findSeller(sellerId: string): Promise<SellerAnswer>
  listSellers(query: PageQuery): Promise<Page<Seller>>
  /** Sends money to a seller, or sets it aside for a day. One at a time, so that an answer is about one. */
  requestPayout(request: PayoutRequest): Promise<PayoutAnswer>
  findPayout(payoutId: string): Promise<PayoutAnswer>
  listPayouts(query: PayoutsQuery): Promise<Page<Payout>>
  /** Takes back one that still waits for its day. */
  cancelPayout(payout: { payoutId: string; idempotencyKey: string }): Promise<PayoutAnswer>
  /** What there is to pay out. */
  findBalance(): Promise<BalanceAnswer>
}

type Options = Place & { securityKey: string; now: () => Date }

/** Toss: any call about payouts may take up to 60 s. */
export const PAYOUT_TIMEOUT_MS = 65_000

export function createPayoutClient({ securityKey, now, ...place }: Options): PayoutClient {
  const call = createCaller(place, (body) => openEnvelope(body, securityKey))
  /** A request that says something, which only Toss may read. */
  const act = <Success>(path: string, key: string, content: unknown, read: ReadBody<Success>) => {
    const headers = {
      'content-type': 'text/plain',
      'TossPayments-api-security-mode': 'ENCRYPTION',
      'idempotency-key': key,
    }
    const stamp = { iat: `${toKstIso(now()).slice(0, 19)}+09:00`, nonce: randomUUID() }
    const body = encryptJwe(toJson(content), securityKey, stamp)
    return call(path, { method: 'POST', headers, body }, PAYOUT_TIMEOUT_MS, read)
  }
  const ask = <Success>(path: string, read: ReadBody<Success>) => call(path, {}, PAYOUT_TIMEOUT_MS, read)

  return {
    registerSeller: ({ idempotencyKey, account, ...fields }) =>
      act('/v2/sellers', idempotencyKey, { ...fields, account: toTossAccount(account) }, readSeller),
    updateSeller: ({ sellerId, account, idempotencyKey, ...fields }) => {
      const change = { ...fields, account: toTossAccount(account) }
      return act(pathTo('sellers', sellerId), idempotencyKey, change, readSeller)
    },
    findSeller: (sellerId) => ask(pathTo('sellers', sellerId), readSeller),
    listSellers: (query) => ask(`/v2/sellers?${toSearch(query)}`, pageOf(sellerSchema)),
    requestPayout: ({ idempotencyKey, payoutDate, amount, ...fields }) => {
      const schedule = payoutDate ? { scheduleType: 'SCHEDULED', payoutDate } : { scheduleType: 'EXPRESS' }
      const item = { ...fields, ...schedule, amount: { currency: 'KRW', value: amount } }
      return act('/v2/payouts', idempotencyKey, [item], readOnlyPayout)
    },
    findPayout: (payoutId) => ask(pathTo('payouts', payoutId), readPayout),
    listPayouts: ({ from, to, ...query }) => {
      const days = { payoutDateGte: from, payoutDateLte: to }
      return ask(`/v2/payouts?${toSearch({ ...query, ...days })}`, pageOf(payoutSchema))
    },
    cancelPayout: ({ payoutId, idempotencyKey }) => {
      const init = { method: 'POST', headers: { 'idempotency-key': idempotencyKey } }
      return call(`${pathTo('payouts', payoutId)}/cancel`, init, PAYOUT_TIMEOUT_MS, readPayout)
    },
    findBalance: () =>
      ask('/v2/balances', (httpStatus, body) => {
        const balance = balanceSchema.safeParse(JSON.parse(body)).data
        return balance ? { kind: 'balance' as const, httpStatus, balance } : null
      }),
  }
}

function pathTo(things: 'sellers' | 'payouts', id: string): string {
  return `/v2/${things}/${encodeURIComponent(id)}`
}

/** @throws {RangeError} for a bank that `payoutBankCode` does not know */
function toTossAccount({ bankCode, accountNumber, holderName }: PayoutAccount) {
  const code = payoutBankCode(bankCode)
  if (!code) throw new RangeError('a bank that Toss does not pay out to')
  return { bankCode: code, accountNumber, holderName }
}

/** What is null is left out. */
function toSearch(query: Record<string, string | number | null>): string {
  const given = Object.entries(query).filter(([, value]) => value !== null)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}

function readSeller(httpStatus: number, body: string) {
  const seller = sellerSchema.safeParse(JSON.parse(body)).data
  return seller ? { kind: 'seller' as const, httpStatus, seller } : null
}

function readPayout(httpStatus: number, body: string) {
  const payout = payoutSchema.safeParse(JSON.parse(body)).data
  return payout ? { kind: 'payout' as const, httpStatus, payout } : null
}

/** Of the list that one request was answered with. */
function readOnlyPayout(httpStatus: number, body: string) {
  const list = z.looseObject({ items: z.tuple([payoutSchema]) }).safeParse(JSON.parse(body)).data
  return list ? { kind: 'payout' as const, httpStatus, payout: list.items[0] } : null
}

function pageOf<Row>(row: z.ZodType<Row>) {
  const schema = z.looseObject({
    items: z.array(row),
    hasMore: z.boolean(),
    nextCursor: z.string().nullish(),
  })
  return (httpStatus: number, body: string) => {
    const page = schema.safeParse(JSON.parse(body)).data
    // More without a way there would be taken for the end.
    if (!page || (page.hasMore && !page.nextCursor)) return null
    const next = page.hasMore ? page.nextCursor! : null
    return { kind: 'page' as const, httpStatus, rows: page.items, next }
  }
}
