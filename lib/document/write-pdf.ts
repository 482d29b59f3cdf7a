import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import { formatWon } from '@/lib/money'
import { oneLine, type Cell, type Column, type Sums, type Table } from './table'

const FONTS = join(process.cwd(), 'node_modules/pretendard/dist/public/static/alternative')
const REGULAR = join(FONTS, 'Pretendard-Regular.ttf')
const BOLD = join(FONTS, 'Pretendard-Bold.ttf')

/** The site's colours in its light theme. */
const INK = '#1b2629'
const SOFT = '#4a5759'
const FAINT = '#67777a'
const LINE = '#dde4e4'
const BRAND = '#0a6a66'
const TINT = '#eef6f5'

/** In points, of an A4 page on its side. */
const PAGE = { width: 841.89, height: 595.28 }
const MARGIN = 38
const RIGHT = PAGE.width - MARGIN
const BOTTOM = PAGE.height - 52
const ROW = 19
const TEXT = 7.5

/** Digits of one width, so that figures stand below each other. */
const ALIGNED: PDFKit.Mixins.TextOptions = { features: ['tnum'] }

type Doc = PDFKit.PDFDocument
type Put = {
  x: number
  y: number
  width: number
  size?: number
  bold?: boolean
  color?: string
  right?: boolean
}

/** A table as a document to print and to keep: what it comes to first, then line by line. */
export async function writePdf(table: Table, at: Date): Promise<Buffer> {
  const info = { Title: table.title, Author: '포스페이', CreationDate: at }
  const doc = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    bufferPages: true,
    lang: 'ko',
    info,
  })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject))
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  drawRows(doc, table, drawHead(doc, table))
  numberPages(doc, table.title)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

function put(doc: Doc, text: string, { x, y, width, size = TEXT, bold, color = INK, right }: Put): void {
  doc.font(bold ? BOLD : REGULAR, size).fillColor(color)
  const fitting = fit(doc, oneLine(text), width)
  doc.text(fitting, right ? x + width - doc.widthOfString(fitting, ALIGNED) : x, y, {
    ...ALIGNED,
    lineBreak: false,
  })
}

/** As much of a text as a cell holds. */
function fit(doc: Doc, text: string, width: number): string {
  if (doc.widthOfString(text, ALIGNED) <= width) return text
  const letters = [...text]
  while (letters.length > 0 && doc.widthOfString(`${letters.join('')}…`, ALIGNED) > width) letters.pop()
  return `${letters.join('')}…`
}

/** Title, facts and sums. Answers where the rows begin. */
function drawHead(doc: Doc, { title, facts, sums }: Table): number {
  put(doc, '포스페이', { x: MARGIN, y: 34, width: 200, size: 10, bold: true, color: BRAND })
  put(doc, title, { x: MARGIN, y: 49, width: 500, size: 19, bold: true })
  const perColumn = Math.ceil(facts.length / 2)
  facts.forEach(({ label, value }, index) => {
    const x = MARGIN + 300 * Math.floor(index / perColumn)
    const y = 82 + 15 * (index % perColumn)
    put(doc, label, { x, y, width: 70, size: 8.5, color: FAINT })
    put(doc, value, { x: x + 72, y, width: 222, size: 8.5 })
  })
  let y = 82 + 15 * perColumn + 10
  for (const group of sums) y = drawSums(doc, group, y)
  return y + 6
}

/** One band of figures, side by side. Answers where it ends. */
function drawSums(doc: Doc, { title, figures }: Sums, y: number): number {
  doc.roundedRect(MARGIN, y, RIGHT - MARGIN, 46, 8).fill(TINT)
  put(doc, title, { x: MARGIN + 14, y: y + 18, width: 92, size: 9, bold: true, color: BRAND })
  const width = (RIGHT - MARGIN - 124) / Math.max(figures.length, 6)
  figures.forEach(({ label, amount, strong }, index) => {
    const x = MARGIN + 112 + index * width
    put(doc, label, { x, y: y + 10, width: width - 8, size: 7.5, color: strong ? BRAND : FAINT, right: true })
    put(doc, formatWon(amount), { x, y: y + 22, width: width - 8, size: 10.5, bold: strong, right: true })
  })
  return y + 54
}

function drawRows(doc: Doc, { columns, rows, totals }: Table, top: number): void {
  let y = drawColumnHeads(doc, columns, top)
  for (const row of [...rows, totals]) {
    if (BOTTOM < y + ROW) {
      doc.addPage()
      y = drawColumnHeads(doc, columns, MARGIN)
    }
    const total = row === totals
    drawCells(doc, columns, row, y, { bold: total })
    doc.moveTo(MARGIN, total ? y : y + ROW).lineTo(RIGHT, total ? y : y + ROW)
    doc.lineWidth(total ? 1 : 0.5).stroke(total ? SOFT : LINE)
    y += ROW
  }
}

function drawColumnHeads(doc: Doc, columns: Column[], y: number): number {
  const heads = columns.map(({ head }) => head)
  drawCells(doc, columns, heads, y, { bold: true, color: SOFT })
  doc
    .moveTo(MARGIN, y + ROW)
    .lineTo(RIGHT, y + ROW)
    .lineWidth(1)
    .stroke(SOFT)
  return y + ROW
}

function drawCells(
  doc: Doc,
  columns: Column[],
  row: Cell[],
  y: number,
  look: Pick<Put, 'bold' | 'color'>,
): void {
  const scale = (RIGHT - MARGIN) / columns.reduce((sum, { width }) => sum + width, 0)
  let x = MARGIN
  columns.forEach(({ kind, width: share }, index) => {
    const cell = row[index] ?? ''
    const width = share * scale
    const text = typeof cell === 'bigint' ? formatWon(cell) : cell
    // A gap keeps a figure apart from the text that follows it.
    const place = { x: x + 2, y: y + 5.5, width: width - 10, right: kind === 'won' }
    if (text !== '') put(doc, text, { ...place, ...look, size: text.length === 36 ? 6 : TEXT })
    x += width
  })
}

function numberPages(doc: Doc, title: string): void {
  const { count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page)
    const foot = { y: PAGE.height - 32, size: 7.5, color: FAINT }
    put(doc, title, { ...foot, x: MARGIN, width: 400 })
    put(doc, `${page + 1} / ${count}`, { ...foot, x: RIGHT - 100, width: 100, right: true })
  }
}
