import type { InferSelectModel } from 'drizzle-orm'
import { and, eq, ne } from 'drizzle-orm'
import { autoTopUps } from '@/db/schema/auto-topup'
import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isOn } from '@/lib/settings/switches'
import { addMs, DAY_MS, HOUR_MS } from '@/lib/time'
import { cardCompanyName } from '@/lib/toss/card-companies'

export type AutoTopUpRow = InferSelectModel<typeof autoTopUps>

/** Runs in a row that took nothing, after which it rests until its owner says otherwise. */
export const MOST_FAILURES = 3

/** How long the balance is left alone after a run that took nothing: the card is not knocked on all day. */
export function retryAt(failures: number, now: Date): Date {
  return addMs(now, failures <= 1 ? HOUR_MS : DAY_MS)
}

/** `KB국민카드 789*`: as much of the number as Toss shows. */
export function cardLabel({ cardIssuer, cardTail }: Pick<AutoTopUpRow, 'cardIssuer' | 'cardTail'>): string {
  return `${cardCompanyName(cardIssuer ?? '')} ${cardTail ?? ''}`.trim()
}

/** Whether automatic top-ups may run at all: operators can stop all of them, and without the API's keys none can. */
export async function isOffered(ctx: Ctx, tx?: Tx): Promise<boolean> {
  return ctx.billing !== null && (await isOn(tx ?? ctx.db, 'auto_top_up'))
}

/** A person's automatic top-up unless it is off, locked until the tx ends. Throws STATE_CONFLICT without one. */
export async function lockOpen(tx: Tx, userId: string): Promise<AutoTopUpRow> {
  const [row] = await tx
    .select()
    .from(autoTopUps)
    .where(and(eq(autoTopUps.userId, userId), ne(autoTopUps.state, 'OFF')))
    .for('no key update')
  if (!row) throw new PosPayError('STATE_CONFLICT', { message: '자동충전이 꺼져 있어요.' })
  return row
}

/** After its order's lock and before any wallet's, as everybody locks them. */
export async function lockAutoTopUp(tx: Tx, id: string): Promise<AutoTopUpRow> {
  const [row] = await tx.select().from(autoTopUps).where(eq(autoTopUps.id, id)).for('no key update')
  return row!
}
