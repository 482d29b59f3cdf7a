import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { autoTopUps } from '@/db/schema/auto-topup'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { readCustomerKey } from '@/lib/identity/customer-key'
import { requireActive } from '@/lib/identity/require-active'
import { formatWon } from '@/lib/money'
import { readSetting } from '@/lib/settings/read-setting'
import { consentMissing, hasConsented } from '@/lib/terms/consent'
import { isOffered } from './auto-topup'
import { CONSENT_VERSION, consentText, type Figures } from './consent'

type Start = Figures & {
  userId: string
  /** The version of the text that was agreed to. */
  consent: string
}

/**
 * Notes down what a person wants and has agreed to; the card comes next. Asking again before it has come replaces it.
 * Answers what Toss knows the person by. Throws INVALID_AMOUNT, INVALID_REQUEST (also when the text that was agreed to
 * is not today's), ACCOUNT_FROZEN, FORBIDDEN before the terms in force are agreed to, and STATE_CONFLICT when it is on
 * already or not offered.
 */
export async function startAutoTopUp(ctx: Ctx, input: Start): Promise<{ customerKey: string }> {
  const { userId, consent, amount, onShortage, threshold, monthlyCap } = input
  if (!(await isOffered(ctx))) throw new PosPayError('STATE_CONFLICT', { message: NOT_OFFERED })
  await checkFigures(ctx, input)
  if (consent !== CONSENT_VERSION)
    throw new PosPayError('INVALID_REQUEST', { message: '동의 내용이 바뀌었어요. 다시 확인해 주세요.' })

  const now = ctx.now()
  await withTx(ctx.db, async (tx) => {
    await requireActive(tx, userId)
    if (!(await hasConsented(tx, userId, now))) throw consentMissing()
    const figures = { amount, onShortage, threshold, monthlyCap }
    const agreed = { consentVersion: consent, consentHash: hashOf(input), consentedAt: now }
    const wish = { ...figures, ...agreed, failureCode: null, updatedAt: now }
    const [row] = await tx
      .insert(autoTopUps)
      .values({ id: newId(), userId, ...wish })
      .onConflictDoUpdate({
        target: autoTopUps.userId,
        targetWhere: sql`${autoTopUps.state} <> 'OFF'`,
        set: wish,
        setWhere: eq(autoTopUps.state, 'READY'),
      })
      .returning()
    if (!row) throw new PosPayError('STATE_CONFLICT', { message: '이미 자동충전을 켰어요.' })
    const detail = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, String(value)]))
    await audit(ctx, tx, { action: 'auto_topup.agreed', target: row.id, detail: { ...detail, consent } })
  })
  return { customerKey: await readCustomerKey(ctx, userId) }
}

/** What was agreed to, to the letter. */
function hashOf(figures: Figures): string {
  return createHash('sha256').update(consentText(figures).join('\n')).digest('base64url')
}

const NOT_OFFERED = '지금은 자동충전을 켤 수 없어요.'

async function checkFigures(ctx: Ctx, { amount, onShortage, threshold, monthlyCap }: Figures): Promise<void> {
  const { min, cap } = await readSetting(ctx, 'charge')
  const most = (await readSetting(ctx, 'autoTopUp')).monthlyMax
  const refuse = (field: string, message: string) => {
    throw new PosPayError('INVALID_REQUEST', { message, fields: { [field]: message } })
  }
  if (!(min <= amount && amount <= cap))
    refuse('amount', `한 번에 ${formatWon(min)}부터 ${formatWon(cap)}까지 충전할 수 있어요.`)
  if (threshold !== null && !(0n < threshold && threshold < cap))
    refuse('threshold', `기준 잔액은 ${formatWon(cap)}보다 적게 정해 주세요.`)
  if (!onShortage && threshold === null) refuse('trigger', '언제 충전할지 하나 이상 골라 주세요.')
  if (!(amount <= monthlyCap && monthlyCap <= most))
    refuse('monthlyCap', `한 달 한도는 한 번 충전할 금액부터 ${formatWon(most)}까지 정할 수 있어요.`)
}
