import type { FilingKind } from '@/db/schema/tax'
import type { Ctx } from '@/lib/context'
import type { Table } from '@/lib/document/table'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { isPeriod, latestPeriods, type Span } from '@/lib/period'
import { readBrokerTable } from '@/lib/tax/broker-table'
import { readFeesTable } from '@/lib/tax/fees-table'
import { readVatTable } from '@/lib/tax/vat-table'
import { readWithholdingTable } from '@/lib/tax/withholding-table'
import { kstDay } from '@/lib/time'

type Kind = {
  label: string
  hint: string
  span: Span
  read: (ctx: Ctx, period: string) => Promise<Table>
}

/** What the tax office is told, by the name that the addresses have. */
export const KINDS: Record<FilingKind, Kind> = {
  vat: {
    label: '매출·부가세',
    hint: '수수료만 회사의 매출이에요. 충전금과 공간 이용료는 매출이 아니에요.',
    span: 'year',
    read: readVatTable,
  },
  fees: {
    label: '수수료 세금계산서',
    hint: '공간 등록자에게 다음 달 10일까지 발급할 수수료예요. 합계는 장부의 수수료 매출, 부가세와 같아요.',
    span: 'month',
    read: readFeesTable,
  },
  broker: {
    label: '중개 거래자료',
    hint: '분기가 끝난 다음 달 15일까지 국세청에 낼 공간 등록자별 거래예요. 수수료를 빼기 전 금액이에요.',
    span: 'quarter',
    read: readBrokerTable,
  },
  withholding: {
    label: '원천징수',
    hint: '출금에서 뗀 세금이에요. 다음 달 10일까지 신고하고 내요.',
    span: 'month',
    read: readWithholdingTable,
  },
}

function isKind(name: string): name is FilingKind {
  return Object.hasOwn(KINDS, name)
}

/** How many periods one can go back to from the page itself. */
const SHOWN = 4

export type Asked = { name: FilingKind; kind: Kind; periods: string[]; period: string }

/** What the page was asked for; without a period, the last one that is over, or the year that runs. */
export function toAsked({ now }: Pick<Ctx, 'now'>, params: { kind?: string; period?: string }): Asked {
  const name = params.kind && isKind(params.kind) ? params.kind : 'vat'
  const kind = KINDS[name]
  const periods = latestPeriods(kstDay(now()), kind.span, SHOWN)
  const asked = params.period && isPeriod(params.period, kind.span) ? params.period : null
  return { name, kind, periods, period: asked ?? periods[kind.span === 'year' ? 0 : 1]! }
}

/** What the page and the files show. Throws FORBIDDEN without the duty, NOT_FOUND for no report of ours. */
export async function readReport(
  ctx: Ctx,
  operatorId: string,
  { name, period }: { name: string; period: string },
): Promise<Table> {
  await requireDuty(ctx.db, operatorId, 'taxes.read')
  const kind = isKind(name) ? KINDS[name] : null
  if (!kind || !isPeriod(period, kind.span)) throw new PosPayError('NOT_FOUND')
  return kind.read(ctx, period)
}
