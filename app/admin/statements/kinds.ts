import { z } from 'zod'
import { readBalanceTable } from '@/lib/books/balance-table'
import { readDifferenceTable } from '@/lib/books/difference-table'
import { readIncomeTable } from '@/lib/books/income-table'
import type { Ctx } from '@/lib/context'
import type { Table } from '@/lib/document/table'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { addDays, isDay, kstDay } from '@/lib/time'

type Period = { from: string; to: string }

type Kind = { label: string; hint: string; read: (ctx: Ctx, period: Period) => Promise<Table> }

/** The statements of the book, by the name that their addresses have. */
export const KINDS: Record<string, Kind> = {
  balance: {
    label: '재무상태표',
    hint: '마지막 날이 끝났을 때 가진 돈과 갚을 돈이에요.',
    read: (ctx, { to }) => readBalanceTable(ctx, to),
  },
  income: {
    label: '손익계산서',
    hint: '기간에 벌고 쓴 돈이에요. 수수료만 매출이고, 충전금은 매출이 아니에요.',
    read: readIncomeTable,
  },
  difference: {
    label: '증감 설명',
    hint: '첫날 전날과 마지막 날의 잔액이 왜 다른지, 거래 종류별로 보여요.',
    read: (ctx, { from, to }) => readDifferenceTable(ctx, { from: addDays(from, -1), to }),
  },
}

const day = z.string().refine(isDay).optional().catch(undefined)
const asked = z.object({ from: day, to: day })

/** The days that were asked for, in order; without any, this KST month so far. */
export function toPeriod(ctx: Pick<Ctx, 'now'>, params: unknown): Period {
  const today = kstDay(ctx.now())
  const { from = `${today.slice(0, 7)}-01`, to = today } = asked.parse(params)
  return from <= to ? { from, to } : { from: to, to: from }
}

/** What the page and the files show. Throws FORBIDDEN without the duty, NOT_FOUND for no statement of ours. */
export async function readStatement(
  ctx: Ctx,
  operatorId: string,
  name: string,
  period: Period,
): Promise<Table> {
  await requireDuty(ctx.db, operatorId, 'books.read')
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  if (!kind) throw new PosPayError('NOT_FOUND')
  return kind.read(ctx, period)
}
