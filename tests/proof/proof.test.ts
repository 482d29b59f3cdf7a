import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import { keepBook } from '@/lib/jobs/keep-book'
import { proveDeposits } from '@/lib/proof/prove'
import { readInclusion, readProof } from '@/lib/proof/read'
import { isSigned } from '@/lib/proof/statement'
import { toFile } from '@/lib/proof/wire'
import { addMs, DAY_MS, kstDay } from '@/lib/time'
import { PROOF_INVARIANTS } from '@/lib/proof/invariants'
import { verify } from '@/lib/verify'
import { openRoles, refusal } from '../support/roles'
import { expectSound, newRenter, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene
const { app, superuser } = openRoles(scene.database)
const key = randomBytes(32).toString('base64')

async function charged(amount: bigint, userId?: string): Promise<string> {
  const order = await paidOrder(scene, amount, userId)
  await confirmCharge(ctx, order)
  return order.userId
}

/** Runs the script of docs/proof.md on a file, as somebody would who does not believe us. */
async function checkAsDocumented(file: Record<string, unknown>): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'pospay-proof-'))
  try {
    const [script, proof] = ['check.mjs', 'proof.json'].map((name) => join(directory, name)) as [
      string,
      string,
    ]
    const [, code] = /```js\n([\s\S]+?)```/.exec(readFileSync('docs/proof.md', 'utf8'))!
    writeFileSync(script, code!)
    writeFileSync(proof, JSON.stringify(file))
    const { stdout } = await promisify(execFile)(process.execPath, [script, proof])
    return stdout
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** The day is over, and the job has been. */
async function dayEnds(): Promise<string | null> {
  await toss.advance(DAY_MS)
  await keepBook(ctx)
  return proveDeposits(ctx, key)
}

describe('the proof of a day', () => {
  test('is nothing without a key, and nothing before a day is closed', async () => {
    expect(await proveDeposits(ctx, undefined)).toBeNull()
    expect(await proveDeposits(ctx, key)).toBeNull()
    expect(await readProof(ctx)).toBeNull()
  })

  test('has the sum of all wallets at its end, signed, and everybody finds their part', async () => {
    const people = [await charged(10_000n), await charged(20_000n), await charged(30_000n)]
    const { userId: empty } = await newRenter(scene)
    const day = kstDay(ctx.now())
    expect(await dayEnds()).toBe(day)
    await charged(5_000n, people[0])
    const proof = (await readProof(ctx))!
    expect(proof).toMatchObject({
      day,
      deposits: 60_000n,
      people: 3,
      atToss: 60_000n,
      safeguarded: 0n,
      otherOwed: 0n,
    })
    const parts = await Promise.all(people.map((userId) => readInclusion(ctx, userId, proof)))
    expect(parts.map((part) => part!.leaf.balance)).toEqual([10_000n, 20_000n, 30_000n])
    expect(await readInclusion(ctx, empty, proof)).toBeNull()
    for (const part of parts)
      expect(await checkAsDocumented(toFile(proof, part))).toBe('signed true\ninside true\n')
    await expectSound(scene)
  })

  test('is made once a day, by whoever comes first', async () => {
    const userId = await charged(40_000n)
    await toss.advance(DAY_MS)
    await keepBook(ctx)
    const made = await Promise.all([1, 2, 3].map(() => proveDeposits(ctx, key)))
    expect(made.filter(Boolean)).toHaveLength(1)
    expect(await proveDeposits(ctx, key)).toBeNull()
    expect((await readInclusion(ctx, userId, (await readProof(ctx))!))!.leaf.balance).toBe(40_000n)
  })

  test('is of the day alone, whatever was posted of the next one before it was closed', async () => {
    const early = await charged(7_000n)
    const before = (await readInclusion(ctx, early, (await readProof(ctx))!)) ?? null
    expect(before).toBeNull()
    await toss.advance(DAY_MS)
    const day = kstDay(addMs(ctx.now(), -DAY_MS))
    // The next day runs, and the job has yet to close the last one.
    const late = await charged(3_000n)
    await charged(1_000n, early)
    await keepBook(ctx)
    expect(await proveDeposits(ctx, key)).toBe(day)
    const proof = (await readProof(ctx))!
    expect((await readInclusion(ctx, early, proof))!.leaf.balance).toBe(7_000n)
    expect(await readInclusion(ctx, late, proof)).toBeNull()
    await expectSound(scene)
  })

  test('has what a wallet held at the end of the day, where one of the next day slipped in before', async () => {
    const userId = await charged(9_000n)
    const day = kstDay(ctx.now())
    await superuser.query('alter table transactions disable trigger transactions_append_only')
    // Two servers at midnight: what is of the next day got the lower number.
    const slipped = await charged(1_000n, userId)
    await superuser.query(
      `update transactions set business_date = business_date + 1 where id = (select t.id from transactions t
        join entries e on e.transaction_id = t.id join wallets w on w.id = e.wallet_id
        where w.user_id = $1 and w.kind = 'balance' order by e.wallet_version desc limit 1)`,
      [slipped],
    )
    await superuser.query('alter table transactions enable always trigger transactions_append_only')
    await charged(2_000n, userId)
    expect(await dayEnds()).toBe(day)
    const part = (await readInclusion(ctx, userId, (await readProof(ctx))!))!
    expect(part.leaf.balance).toBe(11_000n)
  })

  test('is signed as it stands, and as nothing else', async () => {
    const proof = (await readProof(ctx))!
    expect(isSigned(proof, proof)).toBe(true)
    expect(isSigned({ ...proof, deposits: proof.deposits + 1n }, proof)).toBe(false)
  })

  test('cannot be changed, and says so when it was', async () => {
    const change = 'update deposit_proofs set deposits = deposits + 1'
    expect([await refusal(app.query(change)), await refusal(superuser.query(change))]).toEqual([
      '42501',
      'PP001',
    ])
    const broken = async () => (await verify(ctx.db, PROOF_INVARIANTS)).map(({ name }) => name)
    expect(await broken()).toEqual([])
    await superuser.query(
      `set session_replication_role = replica; ${change}; set session_replication_role = origin`,
    )
    expect(await broken()).toEqual(['proofs_say_what_the_book_says', 'proof_trees_are_whole'])
    await expect(readProof(ctx)).rejects.toThrow('not signed')
  })
})
