import { readSheet } from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { eq } from 'drizzle-orm'
import { auditLog } from '@/db/schema/identity'
import { manualTransfers } from '@/db/schema/withdrawal'
import { DAY_MS } from '@/lib/time'
import { applyResults } from '@/lib/withdrawal/manual/apply-results'
import { makeBatch } from '@/lib/withdrawal/manual/make-batch'
import { readManualWork } from '@/lib/withdrawal/manual/read'
import { transferFile } from '@/lib/withdrawal/manual/transfer-file'
import { sendDue } from '@/lib/withdrawal/send-due'
import { purse, tally } from '../booking/support'
import { expectSound, newRenter, openScene } from '../support/scene'
import { dueNow, newOperator, request, richOwner, rowOf } from './support'

const opened = await openScene()
const scene = { ...opened, ctx: { ...opened.ctx, withdrawBy: 'manual' as const } }
const { ctx } = scene
const operatorId = await newOperator(scene, 'finance_maker')

type Line = { bank: string; account: string; amount: number; holder: string; memo: string; number: string }

/** What the bank's clerk would see of a batch. */
async function linesOf(batch: number): Promise<Line[]> {
  const [, ...rows] = await readSheet(await transferFile(ctx, { operatorId, batch }))
  return rows.map(([bank, account, amount, holder, memo, number]) => ({
    bank: String(bank),
    account: String(account),
    amount: Number(amount),
    holder: String(holder),
    memo: String(memo),
    number: String(number),
  }))
}

type Answer = Pick<Line, 'account' | 'amount' | 'number'> & { verdict: string; reason?: string }

/** The bank's file of results. */
async function answer(...rows: Answer[]) {
  const lines = rows.map(({ account, amount, number, verdict, reason = '' }) =>
    [account, amount, number, verdict, reason].join(','),
  )
  const bytes = Buffer.from(['입금계좌번호,이체금액,내통장표시,처리결과,오류사유', ...lines].join('\n'))
  return applyResults(ctx, { operatorId, bytes })
}

/** A withdrawal that is in a batch, and its line there. */
async function inFile(amount = 10_000n) {
  const { userId } = await richOwner(scene, 90_000n)
  const { id } = await request(scene, userId, amount)
  await sendDue(ctx)
  const batch = await makeBatch(ctx, { operatorId })
  const lines = await linesOf(batch)
  return { userId, id, batch, line: lines.at(-1)! }
}

async function turn(id: string) {
  await dueNow(scene, id)
  await sendDue(ctx)
  return rowOf(scene, id)
}

describe('a withdrawal carried by hand', () => {
  test('waits for a file, is in one, and arrives when the bank says so', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 50_000n)
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'SENDING', carrier: 'manual', reason: null })
    expect((await readManualWork(ctx)).waiting).toEqual({ transfers: 1, amount: 50_000n })
    const batch = await makeBatch(ctx, { operatorId })
    const [line] = await linesOf(batch)
    expect(line).toMatchObject({ bank: '카카오뱅크', amount: 50_000, holder: '김하늘', memo: '포스페이정산' })
    expect(line!.number).toMatch(/^PP\d{7}$/)
    expect((await rowOf(scene, id)).transferId).toBe(line!.number)
    expect(await answer({ ...line!, verdict: '정상' })).toMatchObject({ completed: 1, problems: [] })
    await sendDue(ctx)
    expect((await rowOf(scene, id)).status).toBe('COMPLETED')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 40_000n })
    expect((await readManualWork(ctx)).batches[0]).toMatchObject({ number: batch, transfers: 1, open: 0 })
    await expectSound(scene)
  })

  test('comes back with the reason when the bank could not', async () => {
    const { userId, id, line } = await inFile()
    expect(await answer({ ...line, verdict: '오류', reason: '해지 계좌' })).toMatchObject({ failed: 1 })
    await sendDue(ctx)
    expect(await rowOf(scene, id)).toMatchObject({ status: 'FAILED', failureCode: 'REFUSED_BY_BANK' })
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
    const [kept] = await ctx.db.select().from(manualTransfers).where(eq(manualTransfers.withdrawalId, id))
    expect(kept!.reason).toBe('해지 계좌')
    await expectSound(scene)
  })

  test('comes back when the bank sent it back, also long after', async () => {
    const { userId, id, line } = await inFile()
    await answer({ ...line, verdict: '정상' })
    await sendDue(ctx)
    await scene.toss.advance(8 * DAY_MS)
    expect((await turn(id)).nextCheckAt).toBeNull()
    expect(await answer({ ...line, verdict: '반환' })).toMatchObject({ returned: 1, problems: [] })
    await sendDue(ctx)
    expect((await rowOf(scene, id)).status).toBe('RETURNED')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
    await expectSound(scene)
  })

  test('is paid after all when the bank says so after a failure', async () => {
    const { userId, id, line } = await inFile()
    await answer({ ...line, verdict: '실패' })
    await sendDue(ctx)
    await answer({ ...line, verdict: '정상' })
    await sendDue(ctx)
    expect((await rowOf(scene, id)).status).toBe('COMPLETED')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 80_000n })
    await expectSound(scene)
  })

  test('goes on waiting while the bank has not come to it', async () => {
    const { id, line } = await inFile()
    expect(await answer({ ...line, verdict: '처리중' })).toMatchObject({ completed: 0, problems: [] })
    expect((await turn(id)).status).toBe('SENDING')
    await scene.toss.advance(3 * DAY_MS)
    expect(await turn(id)).toMatchObject({ status: 'SENDING', reason: null })
  })
})

describe('a file for the bank', () => {
  test('is the same whenever it is asked for, and every download is written down', async () => {
    const { batch } = await inFile()
    expect(await linesOf(batch)).toEqual(await linesOf(batch))
    const downloads = await ctx.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, 'withdrawal.file_downloaded'))
    expect(downloads.filter(({ target }) => target === String(batch))).toHaveLength(3)
  })

  test('made by many at once holds each transfer once', async () => {
    const ids = new Set<string>()
    for (let n = 0; n < 5; n++) {
      const { userId } = await richOwner(scene, 90_000n)
      ids.add((await request(scene, userId, 10_000n)).id)
    }
    await Promise.all([sendDue(ctx), sendDue(ctx)])
    const made = await Promise.allSettled(Array.from({ length: 6 }, () => makeBatch(ctx, { operatorId })))
    expect(tally(made)).toEqual({ ok: 1, STATE_CONFLICT: 5 })
    const rows = await ctx.db.select().from(manualTransfers)
    expect(rows.filter(({ withdrawalId }) => ids.has(withdrawalId)).map(({ state }) => state)).toEqual(
      Array(5).fill('IN_FILE'),
    )
    await expect(makeBatch(ctx, { operatorId })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })

  test('is nothing for people without a role, nor are results', async () => {
    const { userId } = await newRenter(scene)
    const viewer = await newOperator(scene, 'viewer')
    for (const operator of [userId, viewer]) {
      const bytes = Buffer.from('x')
      const tries = [
        makeBatch(ctx, { operatorId: operator }),
        transferFile(ctx, { operatorId: operator, batch: 1 }),
        applyResults(ctx, { operatorId: operator, bytes }),
      ]
      expect(tally(await Promise.allSettled(tries))).toEqual({ FORBIDDEN: 3 })
    }
  })
})

describe('a result', () => {
  test('that is told again changes nothing', async () => {
    const { id, line } = await inFile()
    await answer({ ...line, verdict: '정상' })
    await turn(id)
    expect(await answer({ ...line, verdict: '완료' })).toMatchObject({
      completed: 0,
      repeated: 1,
      problems: [],
    })
    expect((await turn(id)).status).toBe('COMPLETED')
    await expectSound(scene)
  })

  test.each([
    ['of another amount', { amount: 9_999 }, '금액이'],
    ['of another account', { account: '1234' }, '계좌번호가'],
    ['of a transfer that is not ours', { number: 'PP9999999' }, '우리 이체 번호가'],
    ['without a number', { number: '' }, '우리 이체 번호가'],
    ['in words nobody knows', { verdict: '???' }, '알 수 없는'],
  ])('%s is for people to look at, and changes nothing', async (_, wrong, why) => {
    const { id, line } = await inFile()
    const { problems, ...counts } = await answer({ ...line, verdict: '정상', ...wrong })
    expect(counts).toEqual({ completed: 0, failed: 0, returned: 0, repeated: 0 })
    expect(problems).toMatchObject([{ line: 2, why: expect.stringContaining(why) }])
    expect((await turn(id)).status).toBe('SENDING')
    expect((await readManualWork(ctx)).results[0]!.problems).toEqual(problems)
  })

  test('of a transfer that was in no file, or that contradicts an end, changes nothing', async () => {
    const { userId } = await richOwner(scene, 90_000n)
    const { id } = await request(scene, userId, 10_000n)
    await sendDue(ctx)
    const { transferId } = await rowOf(scene, id)
    const batch = await inFile()
    const inSame = (await linesOf(batch.batch)).find(({ number }) => number === transferId)!
    await ctx.db
      .update(manualTransfers)
      .set({ state: 'WAITING', batch: null })
      .where(eq(manualTransfers.withdrawalId, id))
    const early = await answer({ ...inSame, verdict: '정상' })
    expect(early.problems[0]!.why).toContain('파일에 담지 않은')
    await answer({ ...batch.line, verdict: '정상' })
    expect((await answer({ ...batch.line, verdict: '오류' })).problems[0]!.why).toContain('이미 보낸')
    await answer({ ...batch.line, verdict: '반환' })
    expect((await answer({ ...batch.line, verdict: '정상' })).problems[0]!.why).toContain('이미 돌아온')
    await makeBatch(ctx, { operatorId })
  })

  test('that a file says twice counts once, and people are told; one that it says two ways counts not at all', async () => {
    const first = await inFile()
    const twice = { ...first.line, verdict: '정상' }
    expect(await answer(twice, twice)).toMatchObject({
      completed: 1,
      problems: [{ line: 3, why: expect.stringContaining('두 번') }],
    })
    const second = await inFile()
    const torn = await answer({ ...second.line, verdict: '오류' }, { ...second.line, verdict: '정상' })
    expect([torn.completed, torn.failed, torn.problems.length]).toEqual([0, 0, 2])
    expect((await turn(second.id)).status).toBe('SENDING')
  })

  test('read by many at once is taken over once', async () => {
    const { userId, id, line } = await inFile()
    const read = await Promise.all(Array.from({ length: 8 }, () => answer({ ...line, verdict: '실패' })))
    expect(read.reduce((sum, { failed }) => sum + failed, 0)).toBe(1)
    await Promise.all(Array.from({ length: 4 }, () => sendDue(ctx)))
    expect((await turn(id)).status).toBe('FAILED')
    expect(await purse(scene, userId)).toEqual({ withdrawable: 90_000n })
    await expectSound(scene)
  })
})

test('who was asked to carry a withdrawal is asked to its end, whoever carries by then', async () => {
  const { id, line } = await inFile()
  const now = { ...ctx, withdrawBy: 'simulated_bank' as const }
  await answer({ ...line, verdict: '정상' })
  await sendDue(now)
  expect(await rowOf(scene, id)).toMatchObject({ status: 'COMPLETED', carrier: 'manual' })
})
