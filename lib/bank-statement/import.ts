import { createHash } from 'node:crypto'
import { asc, gte, or, sql } from 'drizzle-orm'
import { bankLines, bankOpenLines, bankStatements } from '@/db/schema/bank-statement'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { requireDuty } from '@/lib/identity/duties'
import { newId } from '@/lib/ids'
import { formatWon } from '@/lib/money'
import { addDays, kstDay } from '@/lib/time'
import { lockLines } from './lock-lines'
import { placeLines, type Known } from './place'
import { readStatementFile, refusal, type FileLine, type StatementFile } from './read-file'

export type Import = {
  /** SHA-256 of the file, in hex: what was looked at before is what is taken in. */
  digest: string
  firstDay: string
  lastDay: string
  lines: number
  /** How many of them are new. */
  added: number
  /** What the account held after the last. */
  balance: bigint
}

type File = { operatorId: string; bytes: Buffer }

/** What one statement inserts at most. */
const BATCH = 1_000

/**
 * What importing a file would take in; nothing is kept. Throws FORBIDDEN without the duty, and INVALID_REQUEST, with the
 * line, for what is no statement or does not follow on what is known.
 */
export async function previewStatement(ctx: Ctx, { operatorId, bytes }: File): Promise<Import> {
  await requireDuty(ctx.db, operatorId, 'bank.import')
  const { lines } = await readStatementFile(bytes)
  return withTx(ctx.db, async (tx) => summarise(bytes, lines, await findNew(ctx, tx, lines)))
}

/** Takes in what the bank says and we do not know yet, and nothing twice. No money moves by it. Throws as a preview. */
export async function importStatement(ctx: Ctx, { operatorId, bytes }: File): Promise<Import> {
  await requireDuty(ctx.db, operatorId, 'bank.import')
  const file = await readStatementFile(bytes)
  return withTx(ctx.db, async (tx) => {
    await lockLines(tx)
    const news = await findNew(ctx, tx, file.lines)
    const imported = summarise(bytes, file.lines, news)
    const { balance, ...kept } = imported
    const id = newId()
    const through = wholeThrough(file, kstDay(ctx.now()))
    const by = { importedBy: operatorId, importedAt: ctx.now() }
    await tx.insert(bankStatements).values({ id, ...kept, through, ...by })
    for (let from = 0; from < news.length; from += BATCH) {
      const batch = news.slice(from, from + BATCH)
      await tx.insert(bankLines).values(batch.map((line) => ({ ...line, statementId: id })))
      await tx.insert(bankOpenLines).values(batch.map(({ number }) => ({ line: number })))
    }
    const detail = { ...kept, balance: String(balance) }
    await audit(ctx, tx, { action: 'bank_statement.imported', target: id, detail })
    return imported
  })
}

type NewLine = FileLine & { number: number }

async function findNew(ctx: Ctx, tx: Tx, lines: FileLine[]): Promise<NewLine[]> {
  const [first, last] = [lines[0]!, lines.at(-1)!]
  if (last.day > kstDay(ctx.now())) throw refusal(`${last.line}번째 줄의 거래일이 아직 오지 않은 날이에요.`)
  const known = await readKnown(tx, first.day)
  const place = placeLines(lines, known)
  if ('why' in place) throw notFollowing(lines[place.at]!, place.why, known)
  const numbers = new Set(known.map(({ number }) => number))
  return lines
    .map((line, index) => ({ ...line, number: place.first + index }))
    .filter(({ number }) => !numbers.has(number))
}

const ENDS = sql`select min(number) from ${bankLines} union select max(number) from ${bankLines}`

/** Every line of that day and after, and both ends of all there are. */
async function readKnown(tx: Tx, day: string): Promise<Known[]> {
  const { number, amount, balance } = bankLines
  return tx
    .select({ number, day: bankLines.day, amount, balance })
    .from(bankLines)
    .where(or(gte(bankLines.day, day), sql`${number} in (${ENDS})`))
    .orderBy(asc(number))
}

function notFollowing({ line, day, balance }: FileLine, why: 'gap' | 'differs', known: Known[]) {
  const at = `${line}번째 줄(${day}, 잔액 ${formatWon(balance)})`
  const newest = known.at(-1)!
  return refusal(
    why === 'gap'
      ? `${at}이 이미 가져온 내역과 이어지지 않아요. 마지막으로 가져온 ${newest.day}(잔액 ${formatWon(newest.balance)})부터의 내역을 올려 주세요.`
      : `${at}이 이미 가져온 내역과 달라요. 같은 계좌의 거래내역인지 확인해 주세요.`,
  )
}

/** A day is whole once it was over when somebody asked, or once the file goes on after it. */
function wholeThrough({ lines, asked }: StatementFile, today: string): string {
  const yesterday = addDays(today, -1)
  const last = lines.at(-1)!.day
  const sure = asked !== null && asked >= last ? asked : addDays(last, -1)
  return sure < yesterday ? sure : yesterday
}

function summarise(bytes: Buffer, lines: FileLine[], news: NewLine[]): Import {
  const last = lines.at(-1)!
  return {
    digest: createHash('sha256').update(bytes).digest('hex'),
    firstDay: lines[0]!.day,
    lastDay: last.day,
    lines: lines.length,
    added: news.length,
    balance: last.balance,
  }
}
