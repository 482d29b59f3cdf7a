import { PosPayError } from '@/lib/errors'
import type { Table } from './table'
import { writeCsv } from './write-csv'
import { writePdf } from './write-pdf'
import { writeXlsx } from './write-xlsx'

type Kind = { type: string; write: (table: Table, at: Date) => Buffer | Promise<Buffer> }

/** The kinds of file that a table can be had as, by their endings. */
const KINDS: Record<string, Kind> = {
  csv: { type: 'text/csv; charset=utf-8', write: writeCsv },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: writeXlsx },
  pdf: { type: 'application/pdf', write: writePdf },
}

/** Setting a page takes a while of everybody's time; nobody reads so many lines on paper. */
const MAX_PDF_ROWS = 3_000

export type WrittenFile = { name: string; type: string; bytes: Buffer }

/** A table as a file. Throws NOT_FOUND for an ending that there is none of, LIMIT_EXCEEDED for too long a PDF. */
export async function writeFile(table: Table, ending: string, at: Date): Promise<WrittenFile> {
  const kind = Object.hasOwn(KINDS, ending) ? KINDS[ending] : undefined
  if (!kind) throw new PosPayError('NOT_FOUND')
  if (ending === 'pdf' && table.rows.length > MAX_PDF_ROWS) {
    throw new PosPayError('LIMIT_EXCEEDED', {
      message: '내역이 많아 PDF로 만들 수 없어요. 엑셀로 받아 주세요.',
    })
  }
  return {
    name: `${table.title.replace(/[^\p{L}\p{N}]+/gu, '_')}.${ending}`,
    type: kind.type,
    bytes: await kind.write(table, at),
  }
}
