import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import { formatWon } from '@/lib/money'
import type { Cell, Table } from '@/lib/document/table'

/** What a face of a table says: its sums by their names, and its rows with the totals last. */
export type Face = { sums: [string, bigint][]; rows: string[][] }

const text = (cell: Cell): string => (cell === null ? '' : typeof cell === 'bigint' ? formatWon(cell) : cell)

/** The table itself, as the screen prints it. */
export function faceOf({ sums, rows, totals }: Table): Face {
  const figures = sums.flatMap((group) => group.figures)
  return {
    sums: figures.map(({ label, amount }) => [label, amount]),
    rows: [...rows, totals].map((row) => row.map(text)),
  }
}

type Value = string | bigint | null

/** Cells of a sheet as a face: the rows are what follows on the columns' heads. */
function toFace(table: Table, cells: Value[][]): Face {
  const heads = cells.findIndex((row) => row[0] === table.columns[0]!.head)
  const labels = new Set(table.sums.flatMap(({ figures }) => figures.map(({ label }) => label)))
  const sums = cells
    .slice(0, heads)
    .flatMap(([label, amount]): [string, bigint][] =>
      labels.has(label as string) ? [[label as string, BigInt(amount!)]] : [],
    )
  const rows = cells.slice(heads + 1).map((row) =>
    table.columns.map(({ kind }, index) => {
      const value = row[index] ?? ''
      return kind === 'won' && value !== '' ? formatWon(BigInt(value)) : String(value)
    }),
  )
  return { sums, rows }
}

export function readCsv(table: Table, file: Buffer): Face {
  return toFace(table, parse(file, { bom: true, relaxColumnCount: true, skipEmptyLines: true }))
}

export async function readXlsx(table: Table, file: Buffer): Promise<Face> {
  const [sheet] = await readXlsxFile(file)
  const cells = sheet!.data.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? BigInt(cell) : cell === null ? null : String(cell))),
  )
  return toFace(table, cells)
}

export type PdfLine = { page: number; words: string[] }

/** The lines of a document from top to bottom, each in its parts from left to right. */
export async function readPdf(file: Buffer): Promise<PdfLine[]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const pdf = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise
  const lines: PdfLine[] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    const byHeight = new Map<number, { x: number; word: string }[]>()
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue
      const [x, y] = [item.transform[4] as number, Math.round(item.transform[5] as number)]
      byHeight.set(y, [...(byHeight.get(y) ?? []), { x, word: item.str }])
    }
    const sorted = [...byHeight].sort(([a], [b]) => b - a)
    for (const [, words] of sorted) {
      lines.push({ page: number, words: words.sort((a, b) => a.x - b.x).map(({ word }) => word) })
    }
  }
  await pdf.destroy()
  return lines
}
