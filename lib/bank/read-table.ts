import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'

/** A row below the heads. */
export type Row<Column extends string> = {
  /** Where it is in the file, from 1. */
  line: number
  /** What stands in a column, without the spaces around it; empty where the file has no such column. */
  cell(column: Column): string
}

export type BankTable<Column extends string> = {
  /** What stands above the heads, such as whose account it is and of which time. */
  above: string
  rows: Row<Column>[]
}

type Heads<Column extends string> = Record<Column, readonly string[]>

/** Banks put a title and a summary above the table. */
const MOST_ABOVE = 20

/**
 * Reads a table that a bank gives, XLSX or CSV in UTF-8 or EUC-KR, by what its columns may be headed with, without
 * spaces. Null for what is no such file, or has not all of the columns that are needed.
 */
export async function readBankTable<Column extends string>(
  bytes: Buffer,
  heads: Heads<Column>,
  needed: readonly NoInfer<Column>[],
): Promise<BankTable<Column> | null> {
  const cells = await readCells(bytes)
  const found = cells.slice(0, MOST_ABOVE).map((row) => columnsOf(row, heads))
  const head = found.findIndex((columns) => needed.every((column) => columns.has(column)))
  if (head < 0) return null
  const columns = found[head]!
  const rows = cells.slice(head + 1).map((row, index) => ({
    line: head + 2 + index,
    cell: (column: Column) => (row[columns.get(column) ?? -1] ?? '').trim(),
  }))
  return { above: cells.slice(0, head).flat().join(' '), rows }
}

/** Won as banks write them, `1,234,000원`; null for what is no whole amount. */
export function toAmount(cell: string): bigint | null {
  const digits = cell.replaceAll(/[,원\s]/g, '')
  return /^\d{1,15}$/.test(digits) ? BigInt(digits) : null
}

/** Without spaces and what stands in brackets: `이체금액 (원)`. */
export function bare(cell: string): string {
  return cell.replaceAll(/\(.*?\)|\[.*?\]|\s/g, '')
}

const isZip = (bytes: Buffer) => bytes.subarray(0, 2).toString('latin1') === 'PK'

async function readCells(bytes: Buffer): Promise<string[][]> {
  try {
    if (!isZip(bytes)) return parse(decode(bytes), { relaxColumnCount: true, bom: true })
    return (await readSheet(bytes)).map((row) => row.map(toText))
  } catch {
    return []
  }
}

/** A sheet's dates have no zone: they come as if they were of UTC. */
function toText(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace('T', ' ')
  return value === null ? '' : String(value)
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('euc-kr', { fatal: true }).decode(bytes)
  }
}

function columnsOf<Column extends string>(row: string[], heads: Heads<Column>): Map<Column, number> {
  const named = row.map(bare)
  return new Map(
    (Object.keys(heads) as Column[]).flatMap((column) => {
      const name = heads[column].find((candidate) => named.includes(candidate))
      return name ? [[column, named.indexOf(name)] as const] : []
    }),
  )
}
