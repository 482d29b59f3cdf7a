import writeXlsxFile from 'write-excel-file/node'
import { toJsonAmount } from '@/lib/money'
import { oneLine, type Cell, type Table } from './table'

type Look = { fontWeight?: 'bold'; backgroundColor?: string; topBorderStyle?: 'thin' }

const HEAD: Look = { fontWeight: 'bold', backgroundColor: '#EEF5F4' }
const BOLD: Look = { fontWeight: 'bold' }
const TOTAL: Look = { fontWeight: 'bold', topBorderStyle: 'thin' }
/** A page's points make so many of Excel's characters. */
const POINTS_PER_CHARACTER = 5

/** A table as a workbook: won are numbers, and text is text whatever it begins with. */
export function writeXlsx({ title, facts, sums, columns, rows, totals }: Table): Promise<Buffer> {
  const data = [
    [toCell(title, BOLD)],
    ...facts.map(({ label, value }) => [toCell(label), toCell(value)]),
    ...sums.flatMap((group) => [
      [],
      [toCell(group.title, BOLD)],
      ...group.figures.map(({ label, amount, strong }) => [
        toCell(label, strong ? BOLD : {}),
        toCell(amount, strong ? BOLD : {}),
      ]),
    ]),
    [],
    columns.map(({ head, kind }) => ({ ...toCell(head, HEAD), align: alignOf(kind) })),
    ...rows.map((row) => row.map((cell) => toCell(cell))),
    totals.map((cell) => toCell(cell, TOTAL)),
  ]
  return writeXlsxFile(data, {
    sheet: '내역',
    orientation: 'landscape',
    columns: columns.map(({ width }) => ({ width: width / POINTS_PER_CHARACTER })),
  }).toBuffer()
}

const alignOf = (kind: 'text' | 'won') => (kind === 'won' ? ('right' as const) : ('left' as const))

function toCell(cell: Cell, look: Look = {}) {
  if (typeof cell === 'bigint') {
    return { ...look, type: Number, value: toJsonAmount(cell), format: '#,##0' }
  }
  return { ...look, type: String, value: cell === null ? '' : oneLine(cell) }
}
