import type { Ctx } from '@/lib/context'
import type { Table } from '@/lib/document/table'
import { PosPayError } from '@/lib/errors'
import { toFeesTable } from '@/lib/statement/fees-table'
import { listFees } from '@/lib/statement/list-fees'
import { isMonth } from '@/lib/statement/month'

/** What the page and the files show. Throws NOT_FOUND for what is no month, FORBIDDEN without the role. */
export async function readFeesTable(ctx: Ctx, operatorId: string, month: string): Promise<Table> {
  if (!isMonth(month)) throw new PosPayError('NOT_FOUND')
  return toFeesTable(month, await listFees(ctx, { operatorId, month }))
}
