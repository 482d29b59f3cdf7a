import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { spaces } from '@/db/schema/space'
import type { Table } from '@/lib/document/table'
import { writeCsv } from '@/lib/document/write-csv'
import { writePdf } from '@/lib/document/write-pdf'
import { writeXlsx } from '@/lib/document/write-xlsx'
import { readMonthTable, readWithdrawalTable } from '@/lib/flows/statement-tables'
import { formatWon } from '@/lib/money'
import { listMonths } from '@/lib/statement/read-month'
import { openScene } from '../support/scene'
import { newOwner, play, type Step } from './history'
import { faceOf, readCsv, readPdf, readXlsx } from './read-files'

const scene = await openScene()
const { ctx } = scene

const earn = (price: number, delayed = false, percent = 50): Step => ({
  does: 'earn',
  price,
  delayed,
  percent,
})

/** Of everything that can be on a statement something. */
const STORY: Step[] = [
  { does: 'tax', as: 'business_income' },
  earn(123_450),
  earn(88_880, true),
  { does: 'withdraw', percent: 40, ending: 'fails' },
  { does: 'wait', days: 1 },
  { does: 'withdraw', percent: 100, ending: 'sound' },
  { does: 'cancel', by: 'renter', nth: 0 },
  { does: 'cancel', by: 'renter', nth: 0 },
  { does: 'wait', days: 15 },
  earn(45_000),
  earn(1_234_560),
  { does: 'wait', days: 20 },
  { does: 'withdraw', percent: 40, ending: 'returns' },
  { does: 'give up' },
  { does: 'wait', days: 20 },
]

async function storyTables(): Promise<Table[]> {
  const { ownerId } = await tellStory()
  const owner = { id: ownerId, name: '이도윤' }
  const { rows } = await ctx.db.execute<{ id: string }>(
    `select id from withdrawals where user_id = '${ownerId}'`,
  )
  const months = await listMonths(ctx, ownerId)
  return [
    ...(await Promise.all(rows.map(({ id }) => readWithdrawalTable(ctx, owner, id)))),
    ...(await Promise.all(months.map((month) => readMonthTable(ctx, owner, month)))),
  ]
}

async function tellStory() {
  const owner = await newOwner(scene)
  await play(scene, owner, STORY)
  return owner
}

/** A statement of so many lines. */
const long = (count: number, name = '모퉁이 회의실'): Table => ({
  title: '정산내역서',
  facts: [{ label: '공간 등록자', value: name }],
  sums: [{ title: '출금 요약', figures: [{ label: '출금액', amount: BigInt(count) }] }],
  columns: [
    { head: '공간', kind: 'text', width: 200 },
    { head: '정산 금액', kind: 'won', width: 100 },
  ],
  rows: Array.from({ length: count }, () => [name, 1n]),
  totals: ['합계', BigInt(count)],
})

describe('screen, CSV, XLSX and PDF', () => {
  test('say the same of the same history', async () => {
    const tables = await storyTables()
    expect(tables.flatMap(({ rows }) => rows).length).toBeGreaterThan(20)
    for (const table of tables) {
      const screen = faceOf(table)
      expect(readCsv(table, writeCsv(table))).toEqual(screen)
      expect(await readXlsx(table, await writeXlsx(table))).toEqual(screen)

      const lines = (await readPdf(await writePdf(table, ctx.now()))).map(({ words }) => words)
      for (const { figures } of table.sums) {
        expect(lines).toContainEqual(figures.map(({ label }) => label))
        expect(lines.map(figuresOf)).toContainEqual(figures.map(({ amount }) => formatWon(amount)))
      }
      const begin = lines.findIndex((words) => words[0] === '날짜')
      const printed = lines
        .slice(begin)
        .map(figuresOf)
        .filter((words) => words.length > 0)
      expect(printed).toEqual(screen.rows.map(figuresOf))
    }
  }, 60_000)

  test('what somebody calls a space is never a formula', async () => {
    const names = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '＝1+1',
      '=HYPERLINK("http://x","y")',
      ' "a",b\n=2',
    ]
    for (const name of names) {
      const { ownerId, spaceId } = await newOwner(scene)
      await play(scene, { ownerId, spaceId }, [earn(50_000)])
      await ctx.db.update(spaces).set({ name }).where(eq(spaces.id, spaceId))
      const [month] = await listMonths(ctx, ownerId)
      const table = await readMonthTable(ctx, { id: ownerId, name }, month!)
      const csv = readCsv(table, writeCsv(table)).rows[0]![2]!
      expect(csv).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
      expect(csv.replace(/^'/, '')).toBe(name)
      const xlsx = (await readXlsx(table, await writeXlsx(table))).rows[0]![2]
      expect(xlsx?.trim()).toBe(name.replace(/\p{Cc}+/gu, ' ').trim())
      await writePdf(table, ctx.now())
    }
  }, 60_000)
})

describe('CSV', () => {
  test('begins with the mark by which Excel knows UTF-8, and ends lines as Windows does', () => {
    const file = writeCsv(long(1)).toString('utf8')
    expect(file.startsWith('\ufeff정산내역서\r\n')).toBe(true)
    expect(writeCsv(long(1, '-5')).toString('utf8')).toContain("\r\n'-5,1\r\n")
  })

  test('leaves amounts below zero numbers', () => {
    const table = { ...long(0), rows: [['서재', -1_234n]] }
    expect(writeCsv(table).toString('utf8')).toContain('\r\n서재,-1234\r\n')
  })
})

describe('PDF', () => {
  test('repeats the heads on every page and numbers them', async () => {
    const lines = await readPdf(await writePdf(long(120), ctx.now()))
    const pages = lines.at(-1)!.page
    expect(pages).toBeGreaterThan(3)
    for (let page = 1; page <= pages; page++) {
      const own = lines.filter((line) => line.page === page)
      expect(own.filter(({ words }) => words.join(' ') === '공간 정산 금액')).toHaveLength(1)
      expect(own.at(-1)!.words).toEqual(['정산내역서', `${page} / ${pages}`])
    }
    expect(lines.filter(({ words }) => words.join(' ') === '모퉁이 회의실 1원')).toHaveLength(120)
  })

  test('cuts what does not fit, and prints what no font has', async () => {
    const lines = await readPdf(await writePdf(long(1, `${'가'.repeat(300)}🏠`), ctx.now()))
    expect(lines.some(({ words }) => /^가+…$/.test(words[0] ?? '') && words[1] === '1원')).toBe(true)
  })
})

function figuresOf(words: string[]): string[] {
  return words.filter((word) => /^-?[\d,]+원$/.test(word))
}
