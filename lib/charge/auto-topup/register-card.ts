import { and, eq, min } from 'drizzle-orm'
import { autoTopUps } from '@/db/schema/auto-topup'
import { tossCalls } from '@/db/schema/charge'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { readCustomerKey } from '@/lib/identity/customer-key'
import { alarm } from '@/lib/log'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'
import { bounded } from '@/lib/patience'
import { nextCheckAt } from '@/lib/policy/back-off'
import { addMs, MINUTE_MS, SECOND_MS } from '@/lib/time'
import type { Billing } from '@/lib/toss/billing'
import { intendCall, sendCall } from '@/lib/toss/calls'
import { issueOutcome, type IssueOutcome } from '@/lib/toss/outcome'
import { cardLabel, lockAutoTopUp, lockOpen, type AutoTopUpRow } from './auto-topup'

/** The job leaves a registration alone for as long as the request should take. */
const FIRST_CHECK_MS = 10 * SECOND_MS
/** Asked for so long, an authKey that has told nothing will not: the card has to be registered again. */
const GIVEN_UP_MS = 30 * MINUTE_MS
/** As much of a masked number as tells one card of a person from another. */
const TAIL_LENGTH = 4

type Return = {
  userId: string
  /** What Toss gave the browser: whose card it is, and a key that works once. */
  customerKey: string
  authKey: string
}

/**
 * Takes the card that a person has registered at Toss, and turns the automatic top-up on. Safe to repeat: only the
 * first authKey counts. Answers within 8 s, with ISSUING when Toss has not said yet. Throws NOT_FOUND for another's
 * customerKey, and STATE_CONFLICT when nobody has agreed to anything.
 */
export async function registerCard(ctx: Ctx, input: Return): Promise<AutoTopUpRow> {
  const { userId, customerKey, authKey } = input
  if (customerKey !== (await readCustomerKey(ctx, userId))) throw new PosPayError('NOT_FOUND')
  const { row, claimed } = await withTx(ctx.db, async (tx) => {
    const open = await lockOpen(tx, userId)
    if (open.state !== 'READY') return { row: open, claimed: false }
    const now = ctx.now()
    const [issuing] = await tx
      .update(autoTopUps)
      .set({
        state: 'ISSUING',
        authKeySealed: ctx.sealer.seal(authKey),
        nextCheckAt: addMs(now, FIRST_CHECK_MS),
        checks: 0,
        updatedAt: now,
      })
      .where(eq(autoTopUps.id, open.id))
      .returning()
    return { row: issuing!, claimed: true }
  })
  await failpoint('card.1')
  if (!claimed) return row
  return (await bounded(resolveCard(ctx, row), { autoTopUpId: row.id })) ?? row
}

/** Asks Toss for the billing key, under one key of ours for ever: so a lost answer is given again. */
export async function resolveCard(ctx: Ctx, row: AutoTopUpRow): Promise<AutoTopUpRow> {
  const { billing, sealer } = ctx
  if (!billing) throw new Error('TOSS_SECRET_KEY is not set, and a card waits to be registered')
  const authKey = sealer.open(row.authKeySealed!)
  const customerKey = await readCustomerKey(ctx, row.userId)
  const idempotencyKey = `issue:${row.id}:${sealer.fingerprint(authKey).slice(0, 16)}`
  const asks = [authKey, customerKey]
  const intent = await intendCall(ctx, ctx.db, {
    autoTopUpId: row.id,
    operation: 'issue',
    idempotencyKey,
    asks,
  })
  const answer = await sendCall(ctx, intent, async () => {
    const pending = billing.issue({ authKey, customerKey, idempotencyKey })
    await failpoint('card.2')
    return pending
  })
  await failpoint('card.3')
  const settled = await withTx(ctx.db, async (tx) => {
    const locked = await lockAutoTopUp(tx, row.id)
    return settle(ctx, tx, locked, customerKey, issueOutcome(answer))
  })
  await failpoint('card.4')
  wakeUser(ctx.db, row.userId)
  return settled
}

async function settle(
  ctx: Ctx,
  tx: Tx,
  row: AutoTopUpRow,
  customerKey: string,
  outcome: IssueOutcome,
): Promise<AutoTopUpRow> {
  // Another answer to the same request was faster.
  if (row.authKeySealed === null) return row
  if (outcome.kind === 'billing') {
    if (outcome.billing.customerKey === customerKey) return keep(ctx, tx, row, outcome.billing)
    alarm('auto_topup.foreign_card', { autoTopUpId: row.id })
    return end(ctx, tx, row, 'NOT_MATCHES_CUSTOMER_KEY')
  }
  if (outcome.kind === 'declined') return end(ctx, tx, row, outcome.code)
  if (outcome.alarm) alarm(`toss.${outcome.alarm}`, { autoTopUpId: row.id, code: outcome.code })
  const now = ctx.now()
  if (addMs(await firstAskedAt(tx, row), GIVEN_UP_MS) < now)
    return end(ctx, tx, row, 'FAILED_BILL_KEY_AUTH_CREATION')
  return change(ctx, tx, row, { nextCheckAt: nextCheckAt(now, row.checks) })
}

async function firstAskedAt(tx: Tx, { id }: AutoTopUpRow): Promise<Date> {
  const issues = and(eq(tossCalls.autoTopUpId, id), eq(tossCalls.operation, 'issue'))
  const [first] = await tx
    .select({ at: min(tossCalls.startedAt) })
    .from(tossCalls)
    .where(issues)
  return first!.at!
}

/** The card is registered. Whoever turned it off meanwhile gets the key deleted, not used. */
async function keep(ctx: Ctx, tx: Tx, row: AutoTopUpRow, { billingKey, card }: Billing) {
  const now = ctx.now()
  const kept = {
    authKeySealed: null,
    billingKeySealed: ctx.sealer.seal(billingKey),
    cardIssuer: card.issuerCode,
    cardTail: card.number.slice(-TAIL_LENGTH),
    checks: 0,
  }
  if (row.state === 'OFF') return change(ctx, tx, row, { ...kept, nextCheckAt: now })
  const on = await change(ctx, tx, row, { ...kept, state: 'ON', nextCheckAt: null, turnedOnAt: now })
  await audit(ctx, tx, { action: 'auto_topup.on', target: row.id })
  const { amount, monthlyCap, userId } = on
  const data = { card: cardLabel(on), amount: String(amount), monthlyCap: String(monthlyCap) }
  await notify(tx, ctx, [{ userId, kind: 'auto_topup.on', subject: row.id, data }])
  return on
}

/** There is no card: nothing was ever on. */
async function end(ctx: Ctx, tx: Tx, row: AutoTopUpRow, failureCode: string) {
  await audit(ctx, tx, { action: 'auto_topup.not_registered', target: row.id, detail: { failureCode } })
  const gone = { authKeySealed: null, nextCheckAt: null, failureCode }
  return change(ctx, tx, row, row.state === 'OFF' ? gone : { ...gone, state: 'OFF', offAt: ctx.now() })
}

async function change(ctx: Ctx, tx: Tx, { id }: AutoTopUpRow, changed: Partial<AutoTopUpRow>) {
  const [row] = await tx
    .update(autoTopUps)
    .set({ ...changed, updatedAt: ctx.now() })
    .where(eq(autoTopUps.id, id))
    .returning()
  return row!
}
