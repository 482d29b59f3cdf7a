import { randomUUID } from 'node:crypto'
import { connect, type Database } from '@/db/client'
import type { CarrierName } from '@/db/schema/withdrawal'
import type { Carrier, Verifier } from './bank/bank'
import { createSimulatedBank } from './bank/simulated-bank'
import { readClock } from './clock'
import { env, isLoopback, type Env } from './env'
import { createMailbox, createSmtpMailer, type Mailer } from './notification/mailer'
import { createSealer, type Sealer } from './seal'
import { createBillingClient, type BillingClient } from './toss/billing'
import { createTossClient, type TossClient } from './toss/client'
import { createPayoutClient, type PayoutClient } from './toss/payouts'

/** What a domain function needs from the world: who acts, where to write, what time it is, and Toss. */
export type Ctx = {
  db: Database
  /** Toss under the widget's keys. */
  toss: TossClient
  /** Toss under the API's keys; null without them, and then no card can be registered. */
  billing: BillingClient | null
  /** Toss's payouts; null without the API's keys and the security key. */
  payouts: PayoutClient | null
  /** Who carries withdrawals that are sent from now on; null where nobody does, and then nobody can ask for one. */
  withdrawBy: CarrierName | null
  /** The simulator's bank; null without the simulator. */
  bank: Carrier | null
  /** What tells whose a bank account is; null where nothing does, and then none can be registered. */
  verifier: Verifier | null
  sealer: Sealer
  /** Null in production without SMTP_URL: mail then stays queued. */
  mailer: Mailer | null
  /** `user:<id>`, `job:<name>` or `anonymous`. */
  actor: string
  requestId: string
  /** The caller's network address, where there is one. */
  address: string | null
  now(): Date
}

/** Who acts, and when: what a record of it needs. */
export type Acting = Pick<Ctx, 'actor' | 'requestId' | 'address' | 'now'>

type Caller = Partial<Pick<Ctx, 'actor' | 'requestId' | 'address'>>

type Shared = Pick<
  Ctx,
  'db' | 'toss' | 'billing' | 'payouts' | 'withdrawBy' | 'bank' | 'verifier' | 'sealer' | 'mailer'
>

// One pool per process, also across hot reloads in development.
const globals = globalThis as { pospayShared?: Shared }

function shared(): Shared {
  return (globals.pospayShared ??= open())
}

function open(): Shared {
  const settings = env()
  const db = connect(settings.DATABASE_URL)
  const baseUrl = settings.TOSS_API_URL
  const merchantIds = settings.TOSS_MERCHANT_IDS.split(',').filter(Boolean)
  const { TOSS_WIDGET_SECRET_KEY, TOSS_SECRET_KEY: apiKey, TOSS_SECURITY_KEY: securityKey } = settings
  const bank = isLoopback(baseUrl) ? createSimulatedBank(baseUrl) : null
  return {
    db,
    toss: createTossClient({
      baseUrl,
      merchantIds,
      secretKey: TOSS_WIDGET_SECRET_KEY,
      listSecretKey: apiKey,
    }),
    billing: apiKey ? createBillingClient({ baseUrl, merchantIds, secretKey: apiKey }) : null,
    payouts:
      apiKey && securityKey
        ? createPayoutClient({ baseUrl, secretKey: apiKey, securityKey, now: readClock })
        : null,
    withdrawBy: settings.WITHDRAW_BY ?? (bank ? 'simulated_bank' : null),
    bank,
    verifier: bank,
    sealer: createSealer(settings.ENCRYPTION_KEYS),
    mailer: openMailer(settings, db),
  }
}

function openMailer({ SMTP_URL, MAIL_FROM, APP_URL, APP_ENV }: Env, db: Database): Mailer | null {
  const from = MAIL_FROM ?? `포스페이 <no-reply@${new URL(APP_URL).hostname}>`
  if (SMTP_URL) return createSmtpMailer(SMTP_URL, from)
  return APP_ENV === 'production' ? null : createMailbox(db, readClock)
}

/** The context of one request or one job run. */
export function createContext(caller: Caller = {}): Ctx {
  return {
    ...shared(),
    actor: caller.actor ?? 'anonymous',
    requestId: caller.requestId ?? randomUUID(),
    address: caller.address ?? null,
    now: readClock,
  }
}
