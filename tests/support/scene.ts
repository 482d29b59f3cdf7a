import { randomUUID } from 'node:crypto'
import { afterAll, expect } from 'vitest'
import { connect } from '@/db/client'
import { withTx } from '@/db/tx'
import type { CarrierName } from '@/db/schema/withdrawal'
import { createSimulatedBank } from '@/lib/bank/simulated-bank'
import { createOrder } from '@/lib/charge/create-order'
import type { ConfirmCharge } from '@/lib/charge/claim'
import type { Ctx } from '@/lib/context'
import { createUser } from '@/lib/identity/sign-up'
import { createMailbox } from '@/lib/notification/mailer'
import { createSealer } from '@/lib/seal'
import { readAgreedVersions } from '@/lib/terms/read'
import { createBillingClient } from '@/lib/toss/billing'
import { createTossClient } from '@/lib/toss/client'
import { createPayoutClient } from '@/lib/toss/payouts'
import { verify } from '@/lib/verify'
import { DEFAULT_MERCHANT, DEFAULT_MERCHANT_ID } from '@/toss-simulator/merchants'
import { startSimulator } from '@/toss-simulator/server'
import { createDatabase } from './databases'
import { TossControls } from './toss-controls'
import { openInbox } from './webhooks'

const WIDGET_SECRET_KEY = 'test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6'

type SceneOptions = {
  /** How long Toss takes to confirm, in real milliseconds. */
  processingMs?: number
  connections?: number
  /** Whether Toss's messages come in; else they are all lost. */
  webhooks?: boolean
  /** Who carries withdrawals. */
  withdrawBy?: CarrierName
  /** The machine's clock in milliseconds: one that has just begun a plain working week, unless told otherwise. */
  machineClock?: () => number
}

/** A Monday of a month without holidays, so that no test depends on the day or the hour it is run. */
const MONDAY_MORNING = Date.parse('2026-11-23T10:00:00+09:00')

/** A world of its own for one test file: a real database, a Toss simulator, and one clock for both. */
export async function openScene(options: SceneOptions = {}) {
  const { close, ...scene } = await setScene(options)
  afterAll(close)
  return scene
}

/** A scene that its opener closes: for files that need many. */
export async function setScene({
  processingMs = 20,
  connections = 20,
  machineClock = clockFrom(MONDAY_MORNING),
  webhooks = false,
  withdrawBy = 'simulated_bank',
}: SceneOptions = {}) {
  const database = await createDatabase()
  const inbox = await openInbox(() => ctx)
  const simulator = await startSimulator({
    port: 0,
    rules: { processingMs },
    machineClock,
    payouts: withdrawBy === 'toss',
    webhookUrl: webhooks ? inbox.url : undefined,
  })
  const toss = new TossControls(simulator.url)
  const db = connect(database.appUrl, { max: connections })
  const now = () => new Date(machineClock() + toss.offsetMs)
  const bank = createSimulatedBank(simulator.url)
  const ctx: Ctx = {
    db,
    withdrawBy,
    bank,
    verifier: bank,
    toss: createTossClient({
      baseUrl: simulator.url,
      secretKey: WIDGET_SECRET_KEY,
      merchantIds: [DEFAULT_MERCHANT_ID],
    }),
    billing: createBillingClient({
      baseUrl: simulator.url,
      secretKey: DEFAULT_MERCHANT.api.secretKey,
      merchantIds: [DEFAULT_MERCHANT_ID],
    }),
    payouts: createPayoutClient({
      baseUrl: simulator.url,
      secretKey: DEFAULT_MERCHANT.api.secretKey,
      securityKey: DEFAULT_MERCHANT.securityKey,
      now,
    }),
    sealer: createSealer(process.env.ENCRYPTION_KEYS!),
    actor: 'user:test',
    requestId: 'test-request',
    address: '127.0.0.1',
    mailer: createMailbox(db, now),
    now,
  }
  const close = async () => {
    await simulator.close()
    await inbox.close()
    await ctx.db.$client.end()
    await database.drop()
  }
  return { ctx, toss, inbox, database, close }
}

export type Scene = Awaited<ReturnType<typeof openScene>>

/** A new user, with every wallet at zero. */
export async function newRenter({ ctx }: Pick<Scene, 'ctx'>): Promise<{ userId: string; email: string }> {
  const email = `${randomUUID()}@example.com`
  const { userId } = await withTx(ctx.db, async (tx) =>
    createUser(ctx, tx, {
      ...{ email, name: '김하늘', passwordHash: null },
      ...(await readAgreedVersions(tx, ctx.now())),
    }),
  )
  return { userId, email }
}

/** An order that its buyer has just authenticated: all that is left is to confirm it. */
export async function paidOrder(
  scene: Scene,
  amount: bigint,
  user?: string,
  method = 'CARD',
): Promise<ConfirmCharge> {
  const userId = user ?? (await newRenter(scene)).userId
  const { orderId } = await createOrder(scene.ctx, { userId, amount })
  const paymentKey = await scene.toss.authenticate(orderId, amount, method)
  return { userId, orderId, paymentKey, amount }
}

/** A clock that shows `start` now, and goes on from there. */
function clockFrom(start: number): () => number {
  const begunAt = Date.now()
  return () => start + Date.now() - begunAt
}

/** What every test ends with: nothing in the database contradicts anything else. */
export async function expectSound({ ctx }: Pick<Scene, 'ctx'>): Promise<void> {
  expect(await verify(ctx.db)).toEqual([])
}
