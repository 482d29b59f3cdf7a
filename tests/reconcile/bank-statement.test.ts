import { drizzle } from 'drizzle-orm/node-postgres'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { safeguardBankChecks } from '@/db/schema/safeguard'
import { BANK_STATEMENT_INVARIANTS } from '@/lib/bank-statement/invariants'
import { previewStatement } from '@/lib/bank-statement/import'
import { readStanding, type Standing } from '@/lib/bank-statement/read-standing'
import { approveAdjustment } from '@/lib/adjustment/decide'
import { draftSchema } from '@/lib/adjustment/draft'
import { previewAdjustment } from '@/lib/adjustment/preview'
import { proposeAdjustment } from '@/lib/adjustment/propose'
import { importBankStatement } from '@/lib/flows/import-bank-statement'
import { newId } from '@/lib/ids'
import { keepBook } from '@/lib/jobs/keep-book'
import { explainBreak } from '@/lib/reconcile/handle-break'
import { readReport } from '@/lib/reconcile/report'
import { checkAtBank } from '@/lib/safeguard/check-at-bank'
import { checkSafeguarding } from '@/lib/safeguard/check'
import { DAY_MS, kstDay } from '@/lib/time'
import { verify } from '@/lib/verify'
import { charged } from '../refund/support'
import { openRoles, refusal } from '../support/roles'
import { expectSound, setScene, type Scene } from '../support/scene'
import { dueNow, newOperator, request, richOwner, settled } from '../withdrawal/support'
import { reconcileLater } from './support'

/** Wednesday noon in Seoul: what is paid then is paid out on Friday. */
const START = Date.parse('2026-11-25T12:00:00+09:00')
const FRIDAY = '2026-11-27'

let scene: Scene
let operatorId: string

beforeEach(async () => {
  scene = (await setScene({ machineClock: () => START })) as Scene
  operatorId = await newOperator(scene, 'finance_maker')
})
afterEach(async () => {
  await expectSound(scene)
  await (scene as unknown as { close(): Promise<void> }).close()
})

type Moved = [day: string, amount: bigint, text?: string]

/** A bank's file in which this moved, the newest first. */
function statement(moved: Moved[], { from = 0n, asked = kstDay(scene.ctx.now()) } = {}): Buffer {
  let balance = from
  const rows = moved.map(([day, amount, text = '']) => {
    balance += amount
    const [paidOut, paidIn] = amount < 0n ? [-amount, 0n] : [0n, amount]
    return [`${day} 10:00:00`, '이체', text, paidOut, paidIn, balance].join(',')
  })
  return Buffer.from(
    [
      `조회기간,2026-11-01 ~ ${asked}`,
      '거래일시,적요,보낸분/받는분,출금액,입금액,거래후잔액',
      ...rows.toReversed(),
    ].join('\n'),
  )
}

const importFile = (bytes: Buffer) => importBankStatement(scene.ctx, { operatorId, bytes })

async function standing(): Promise<Standing> {
  const now = (await readStanding(scene.ctx))!
  const apart = now.differences.reduce((sum, { ours, theirs }) => sum + (theirs ?? 0n) - (ours ?? 0n), 0n)
  expect(apart).toBe(now.bank - now.book)
  return now
}

/** The breaks of the bank that are open. */
async function open() {
  const { open: rows } = await readReport(scene.ctx)
  return rows.map(({ class: what, ours, theirs }) => ({ class: what, ours, theirs }))
}

/** Ten thousand won by card, of which Toss pays out 9,692 on Friday; by then it is Monday. */
async function settledCharge(): Promise<void> {
  await charged(scene, 10_000n)
  await reconcileLater(scene, 5 * DAY_MS)
}

const TOSS = '토스페이먼츠'

describe('what bank and book have in common', () => {
  test('is found in the bank’s own file: what Toss pays, what leaves for owners, and what comes back', async () => {
    const { toss } = scene
    const gone = await request(scene, (await richOwner(scene, 90_000n)).userId, 50_000n)
    const back = await request(scene, (await richOwner(scene, 45_000n, '9004')).userId, 30_000n)
    for (const { id } of [gone, back]) await settled(scene, id)
    await toss.advance(2 * DAY_MS)
    await dueNow(scene, back.id)
    expect((await settled(scene, back.id)).status).toBe('RETURNED')
    await reconcileLater(scene, DAY_MS)
    expect(await readStanding(scene.ctx)).toBeNull()
    const entries = () => scene.ctx.db.execute('select count(*) from entries')
    const before = (await entries()).rows
    expect(await importFile(await toss.bankStatement())).toMatchObject({ lines: 4, added: 4 })
    expect((await entries()).rows).toEqual(before)
    const { bank, book, differences } = await standing()
    expect([bank, differences]).toEqual([book, []])
    expect(await open()).toEqual([])
  })

  test('counts a day’s settlements as the one deposit that they are', async () => {
    for (const amount of [10_000n, 20_000n, 30_000n]) await charged(scene, amount)
    await reconcileLater(scene, 5 * DAY_MS)
    expect(await importFile(statement([[FRIDAY, 58_152n, TOSS]]))).toMatchObject({ added: 1 })
    expect((await standing()).differences).toEqual([])
  })

  test('is looked for again with each run, and a break ends when its other half comes late', async () => {
    await settledCharge()
    const lines: Moved[] = [[FRIDAY, 500n, '이자']]
    await importFile(statement(lines))
    await scene.toss.advance(2 * DAY_MS)
    lines.push(['2026-12-02', 100n, '이자'])
    await importFile(statement(lines))
    expect(await open()).toContainEqual({ class: 'BANK_DEPOSIT_MISSING', ours: 9_692n, theirs: null })
    await importFile(statement([...lines, ['2026-12-02', 9_692n, TOSS]]))
    expect((await open()).map(({ class: what }) => what)).toEqual(['BANK_DEPOSIT_UNKNOWN'])
    await standing()
  })
})

describe('what has no other half', () => {
  const unmatched = async () => {
    const { rows } = await scene.ctx.db.execute<{ items: number; lines: number }>(
      `select (select count(*)::int from bank_open_items) as items, (select count(*)::int from bank_open_lines) as lines`,
    )
    return rows[0]
  }

  test('is kept by itself however old it is, until it is found', async () => {
    await settledCharge()
    await keepBook(scene.ctx)
    const lines: Moved[] = [[FRIDAY, 500n, '이자']]
    await importFile(statement(lines))
    expect(await unmatched()).toEqual({ items: 1, lines: 1 })
    await charged(scene, 20_000n)
    await reconcileLater(scene, 400 * DAY_MS)
    await keepBook(scene.ctx)
    await reconcileLater(scene)
    expect(await unmatched()).toEqual({ items: 2, lines: 1 })
    // The first posted, the first found: a bank's line of the day, though it is taken in a year later.
    await importFile(statement([...lines, [FRIDAY, 9_692n, TOSS], ['2026-12-02', 19_384n, TOSS]]))
    expect(await unmatched()).toEqual({ items: 0, lines: 1 })
    await standing()
  })

  test('is the same whether it was taken up yet or not, also what an earlier file brings into view', async () => {
    await settledCharge()
    await scene.toss.advance(10 * DAY_MS)
    await importFile(statement([['2026-12-09', 700n, '이자']], { from: 9_692n }))
    const before = await standing()
    await keepBook(scene.ctx)
    await reconcileLater(scene)
    expect(await unmatched()).toEqual({ items: 1, lines: 1 })
    expect((await standing()).differences).toEqual(before.differences)
    await importFile(
      statement([
        [FRIDAY, 9_692n, TOSS],
        ['2026-12-09', 700n, '이자'],
      ]),
    )
    expect(await unmatched()).toEqual({ items: 0, lines: 1 })
  })
})

describe('a difference', () => {
  test('is none while the other half may still come', async () => {
    await charged(scene, 10_000n)
    await reconcileLater(scene, 2 * DAY_MS)
    await importFile(statement([[FRIDAY, -700n, '모르는 곳']]))
    expect((await standing()).differences.map(({ early }) => early)).toEqual([true, true])
    expect(await open()).toEqual([])
  })

  test('is a deposit of Toss’s that the bank does not have', async () => {
    await settledCharge()
    await scene.toss.advance(DAY_MS)
    await importFile(statement([['2026-11-26', 1_000n, '이자']]))
    expect(await open()).toContainEqual({ class: 'BANK_DEPOSIT_MISSING', ours: 9_692n, theirs: null })
    expect(await standing()).toMatchObject({ bank: 1_000n, book: 9_692n })
  })

  test('is a deposit of another amount: one break, not two', async () => {
    await settledCharge()
    await scene.toss.advance(DAY_MS)
    await importFile(statement([[FRIDAY, 9_600n, TOSS]]))
    expect(await open()).toEqual([{ class: 'BANK_AMOUNT_MISMATCH', ours: 9_692n, theirs: 9_600n }])
    await standing()
  })

  test('is what left without us, and stays one when it was explained', async () => {
    await settledCharge()
    await scene.toss.advance(DAY_MS)
    await importFile(
      statement([
        [FRIDAY, 9_692n, TOSS],
        [FRIDAY, -700n, '모르는 곳'],
      ]),
    )
    expect(await open()).toEqual([{ class: 'BANK_DEBIT_UNKNOWN', ours: null, theirs: -700n }])
    const [found] = (await readReport(scene.ctx)).open
    const why = { cause: 'bank_error' as const, reason: '은행이 잘못 빼 갔어요', adjustmentId: null }
    await explainBreak(scene.ctx, { operatorId, breakId: found!.id, ...why })
    await reconcileLater(scene)
    expect(await open()).toEqual([])
    expect((await standing()).differences).toMatchObject([{ theirs: -700n, text: '이체 · 모르는 곳' }])
  })

  test('is a transfer that the bank made twice', async () => {
    const { id } = await request(scene, (await richOwner(scene, 90_000n)).userId, 50_000n)
    const { transferId } = await settled(scene, id)
    await reconcileLater(scene, 6 * DAY_MS)
    const twice: Moved[] = [1, 2].map(() => ['2026-11-25', -50_000n, `김하늘 ${transferId}`])
    await importFile(statement([...twice, [FRIDAY, 96_920n, TOSS]]))
    expect(await open()).toEqual([{ class: 'BANK_DEBIT_UNKNOWN', ours: null, theirs: -50_000n }])
    await standing()
  })

  test('is what the account held before the first line, until earlier lines come or it is put right', async () => {
    await settledCharge()
    const lines: Moved[] = [
      ['2026-11-26', 3_000n, '포켓스페이스'],
      [FRIDAY, 9_692n, TOSS],
    ]
    await importFile(statement(lines.slice(1), { from: 3_000n }))
    expect(await open()).toEqual([{ class: 'BANK_OPENING_MISMATCH', ours: 0n, theirs: 3_000n }])
    expect(await importFile(statement(lines))).toMatchObject({ lines: 2, added: 1 })
    expect(await open()).toEqual([{ class: 'BANK_DEPOSIT_UNKNOWN', ours: null, theirs: 3_000n }])
    await standing()
  })

  test('ends when two people have posted what it is', async () => {
    await settledCharge()
    await importFile(
      statement([
        ['2026-11-26', 3_000n, '포켓스페이스'],
        [FRIDAY, 9_692n, TOSS],
      ]),
    )
    const legs = [
      { account: 'safeguarded_bank', amount: '-3000' },
      { account: 'operating_bank', amount: '3000' },
    ]
    const draft = draftSchema.parse({ id: newId(), type: 'bank_transfer', legs })
    const { hash } = await previewAdjustment(scene.ctx.db, draft)
    await proposeAdjustment(scene.ctx, { draft, hash, reason: '회사가 채웠어요', operatorId })
    const approver = await newOperator(scene, 'finance_approver')
    await approveAdjustment(scene.ctx, { adjustmentId: draft.id, hash, operatorId: approver })
    expect(await open()).toHaveLength(1)
    await reconcileLater(scene)
    expect(await open()).toEqual([])
    expect((await standing()).differences).toEqual([])
  })
})

describe('a file', () => {
  const LINES: Moved[] = [
    ['2026-11-23', 5_000n],
    ['2026-11-24', -1_000n],
    ['2026-11-24', 2_000n],
    ['2026-11-25', 700n],
  ]
  const preview = (bytes: Buffer) => previewStatement(scene.ctx, { operatorId, bytes })
  const lineCount = async () =>
    Number((await scene.ctx.db.execute('select count(*) from bank_lines')).rows[0]!.count)

  test('adds what is new, however it overlaps what was there, and however many bring it at once', async () => {
    expect(await importFile(statement(LINES.slice(1, 3), { from: 5_000n }))).toMatchObject({ added: 2 })
    expect(await preview(statement(LINES))).toMatchObject({ added: 2, balance: 6_700n })
    const all = await Promise.all(Array.from({ length: 6 }, () => importFile(statement(LINES))))
    expect(all.reduce((sum, { added }) => sum + added, 0)).toBe(2)
    expect(await importFile(statement(LINES.slice(3), { from: 6_000n }))).toMatchObject({ added: 0 })
    expect(await lineCount()).toBe(4)
    const { rows } = await scene.ctx.db.execute('select balance::int from bank_lines order by number')
    expect(rows.map(({ balance }) => balance)).toEqual([5_000, 4_000, 6_000, 6_700])
  })

  test('is looked at first, without a trace', async () => {
    const shown = await preview(statement(LINES))
    expect(shown).toMatchObject({ lines: 4, added: 4, firstDay: '2026-11-23', lastDay: '2026-11-25' })
    expect(await lineCount()).toBe(0)
    expect((await importFile(statement(LINES))).digest).toBe(shown.digest)
  })

  test.each([
    ['a line twice', (rows: string[]) => rows.toSpliced(3, 0, rows[3]!), '4번째 줄의 잔액'],
    ['a line too few', (rows: string[]) => rows.toSpliced(3, 1), '3번째 줄의 잔액'],
    [
      'a balance that is wrong',
      (rows: string[]) => rows.with(4, rows[4]!.replace('4000', '4001')),
      '번째 줄의 잔액',
    ],
    [
      'an amount that is none',
      (rows: string[]) => rows.with(4, rows[4]!.replace('1000', '천원')),
      '5번째 줄의 금액',
    ],
    [
      'a day that is none',
      (rows: string[]) => rows.with(4, rows[4]!.replace('11-24', '11-99')),
      '5번째 줄의 거래일',
    ],
    ['nothing that moved', (rows: string[]) => rows.slice(0, 2), '하나도 없어요'],
    ['no table', () => ['안녕하세요'], '읽지 못했어요'],
  ])('is refused whole, with the line, where it has %s', async (_, change, message) => {
    const bytes = Buffer.from(change(statement(LINES).toString().split('\n')).join('\n'))
    await expect(importFile(bytes)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(message),
    })
    expect(await lineCount()).toBe(0)
  })

  test('is refused where it does not follow on what is known, or is of days to come', async () => {
    await importFile(statement(LINES.slice(0, 2)))
    const refused = async (bytes: Buffer, message: string) =>
      expect(importFile(bytes)).rejects.toMatchObject({ message: expect.stringContaining(message) })
    await refused(statement(LINES.slice(3), { from: 6_000n }), '이어지지 않아요')
    await refused(statement([['2026-11-24', 9_000n]]), '같은 계좌의')
    await refused(statement([['2026-11-26', 1n]], { from: 4_000n }), '아직 오지 않은')
    expect(await importFile(statement(LINES.slice(2), { from: 4_000n }))).toMatchObject({ added: 2 })
  })

  test('is brought by those with the duty alone', async () => {
    for (const role of ['finance_approver', 'auditor', 'viewer'] as const) {
      const file = { operatorId: await newOperator(scene, role), bytes: statement(LINES) }
      for (const attempt of [previewStatement, importBankStatement])
        await expect(attempt(scene.ctx, file)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })
})

test('a day is checked by the bank as of the book’s day, where the two have the same money on different ones', async () => {
  const { id } = await request(scene, (await richOwner(scene, 90_000n)).userId, 50_000n)
  const { transferId } = await settled(scene, id)
  await reconcileLater(scene, 6 * DAY_MS)
  const sent: Moved = ['2026-11-26', -50_000n, `김하늘 ${transferId}`]
  await importFile(statement([['2026-11-24', 100n], sent, [FRIDAY, 96_920n, TOSS]]))
  await keepBook(scene.ctx)
  await checkSafeguarding(scene.ctx)
  expect(await checkAtBank(scene.ctx)).toBe('2026-11-29')
  const checks = await scene.ctx.db.select().from(safeguardBankChecks).orderBy(safeguardBankChecks.day)
  expect(checks.map(({ day, balance, timing }) => [day, balance, timing])).toEqual([
    ['2026-11-25', 100n, 50_000n],
    ['2026-11-26', -49_900n, 0n],
    // The book learned of it on Tuesday.
    ...[FRIDAY, '2026-11-28', '2026-11-29'].map((day) => [day, 47_020n, 96_920n]),
  ])
  expect(new Set(checks.map(({ gap }) => gap)).size).toBe(1)
})

test('what was written down of the bank stays, and what is wrong with it is found', async () => {
  await settledCharge()
  await keepBook(scene.ctx)
  await importFile(
    statement([
      ['2026-11-26', 3_000n],
      [FRIDAY, 9_692n, TOSS],
    ]),
  )
  const { app, superuser } = openRoles(scene.database)
  for (const table of ['bank_statements', 'bank_lines', 'bank_matches']) {
    expect(await refusal(app.query(`delete from ${table}`))).toBe('42501')
    expect(await refusal(superuser.query(`delete from ${table}`))).toBe('PP001')
    expect(await refusal(superuser.query(`truncate ${table} cascade`))).toBe('PP001')
  }
  const PLANTS: [string, string][] = [
    ['bank_lines_follow_each_other', 'update bank_lines set balance = balance + 1 where number = 1'],
    ['bank_lines_follow_each_other', 'update bank_lines set number = 3 where number = 2'],
    ['bank_lines_follow_each_other', `update bank_lines set day = '2026-11-28' where number = 1`],
    ['bank_matches_are_the_same_money', 'update bank_matches set line = 1'],
    [
      'bank_matches_are_the_same_money',
      `update entries set amount = amount + 1 where account = 'safeguarded_bank'`,
    ],
    ['bank_lines_are_matched_or_open', 'delete from bank_open_lines'],
    ['bank_lines_are_matched_or_open', 'insert into bank_open_lines values (2)'],
    ['what_moves_the_bank_is_matched_or_open', 'delete from bank_matches'],
    [
      'what_moves_the_bank_is_matched_or_open',
      'insert into bank_open_items select transaction_id, now() from bank_matches',
    ],
    [
      'the_bank_is_held_against_all_that_moves_it',
      `update transactions set type = 'payment' where type = 'settlement'`,
    ],
  ]
  for (const [name, statement] of PLANTS) expect(await brokenBy(statement), statement).toContain(name)
  expect(await brokenBy('select 1')).toEqual([])
  expect([...new Set(PLANTS.map(([name]) => name))]).toEqual(
    BANK_STATEMENT_INVARIANTS.map(({ name }) => name),
  )

  async function brokenBy(change: string): Promise<string[]> {
    const client = await superuser.connect()
    try {
      await client.query('begin')
      for (const table of ['bank_lines', 'bank_matches', 'bank_open_lines', 'entries', 'transactions'])
        await client.query(`alter table ${table} disable trigger all`)
      await client.query(change)
      return (await verify(drizzle(client), BANK_STATEMENT_INVARIANTS)).map(({ name }) => name)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
})
