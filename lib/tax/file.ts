import { sql } from 'drizzle-orm'
import { filings, type FilingKind } from '@/db/schema/tax'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { newId } from '@/lib/ids'
import { isPeriod, lastDayOf } from '@/lib/period'
import { kstDay } from '@/lib/time'
import { FILINGS } from './filing-days'
import { isFiled } from './read-filings'

type Said = {
  operatorId: string
  kind: FilingKind
  period: string
  /** False takes back what was said before. */
  filed: boolean
  /** The number of the receipt, or why it is taken back. */
  note: string
}

/**
 * An operator says under their name that a period was filed with the tax office, or that it was not after all: its clock
 * stops by this and never by time. Throws FORBIDDEN, INVALID_REQUEST for a period that is not over, STATE_CONFLICT where
 * that was said already.
 */
export async function sayFiled(ctx: Ctx, { operatorId, kind, period, filed, note }: Said): Promise<void> {
  if (!isPeriod(period, FILINGS[kind].span) || lastDayOf(period) >= kstDay(ctx.now()))
    throw new PosPayError('INVALID_REQUEST', { message: '기간이 끝난 뒤에 신고했다고 적을 수 있어요.' })
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'taxes.file')
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('filings'))`)
    if ((await isFiled(tx, kind, period)) === filed)
      throw new PosPayError('STATE_CONFLICT', { message: '다른 운영자가 먼저 바꿨어요. 새로고침해 주세요.' })
    const id = newId()
    await tx.insert(filings).values({ id, kind, period, filed, note, by: operatorId, at: ctx.now() })
    await audit(ctx, tx, {
      action: filed ? 'filing.filed' : 'filing.taken_back',
      target: id,
      detail: { kind, period, note },
    })
  })
}
