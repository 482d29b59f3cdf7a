import type { TossPage } from '@/lib/toss/client'

/** Toss did not say all of it: nothing may be concluded from what it did. */
export class IncompleteList extends Error {
  override name = 'IncompleteList'
}

type Keyed = { transactionKey: string }

/**
 * All the rows of one of Toss's lists, page after page. A list of several pages is read twice, since rows that come or go
 * meanwhile move the others from page to page.
 * Throws IncompleteList when a page does not come, a row comes twice, or the list has changed.
 */
export async function readPages<Row extends Keyed>(
  size: number,
  readPage: (last: string, page: number) => Promise<TossPage<Row>>,
): Promise<Row[]> {
  const rows = await readOnce(size, readPage)
  if (rows.length >= size && !areSame(rows, await readOnce(size, readPage)))
    throw new IncompleteList('the list changed while it was read')
  return rows
}

async function readOnce<Row extends Keyed>(
  size: number,
  readPage: (last: string, page: number) => Promise<TossPage<Row>>,
): Promise<Row[]> {
  const rows = new Map<string, Row>()
  for (let page = 1, last = ''; ; page++) {
    const answer = await readPage(last, page)
    if (answer.kind === 'error') throw new IncompleteList(`page ${page}: ${answer.code}`)
    if (answer.kind === 'unanswered') throw new IncompleteList(`page ${page}: ${answer.reason}`)
    for (const row of answer.rows) {
      if (rows.has(row.transactionKey)) throw new IncompleteList(`page ${page}: a row came twice`)
      rows.set(row.transactionKey, row)
    }
    if (answer.rows.length < size) return [...rows.values()]
    last = answer.rows.at(-1)!.transactionKey
  }
}

function areSame(once: Keyed[], again: Keyed[]): boolean {
  return JSON.stringify(once, withoutBigints) === JSON.stringify(again, withoutBigints)
}

function withoutBigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
