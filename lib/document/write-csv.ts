import { stringify } from 'csv-stringify/sync'
import type { Cell, Table } from './table'

/** A table as CSV that Excel opens in Korean: UTF-8 with a mark, and nothing in it is a formula. */
export function writeCsv({ title, facts, sums, columns, rows, totals }: Table): Buffer {
  const records: Cell[][] = [
    [title],
    ...facts.map(({ label, value }) => [label, value]),
    ...sums.flatMap((group) => [
      [],
      [group.title],
      ...group.figures.map(({ label, amount }) => [label, amount]),
    ]),
    [],
    columns.map(({ head }) => head),
    ...rows,
    totals,
  ]
  return Buffer.from(stringify(records, { bom: true, escape_formulas: true, record_delimiter: 'windows' }))
}
