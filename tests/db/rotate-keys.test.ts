import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import { secondFactors } from '@/db/schema/identity'
import { bankAccounts } from '@/db/schema/withdrawal'
import { openAccount } from '@/lib/withdrawal/account'
import { rotateKeys } from '@/lib/rotate-keys'
import { createSealer } from '@/lib/seal'
import { newRenter, openScene, paidOrder } from '../support/scene'
import { openRoles } from '../support/roles'
import { plantAccount } from '../withdrawal/support'
import { confirmCharge } from '@/lib/charge/confirm'

const scene = await openScene()
const { ctx } = scene
const { owner } = openRoles(scene.database)
const book = drizzle(owner)
const next = `k2:${randomBytes(32).toString('base64')}`
const both = createSealer(`${next},${process.env.ENCRYPTION_KEYS}`)
const hmac = process.env.ENCRYPTION_KEYS!.split(',').find((pair) => pair.startsWith('hmac:'))!
const newAlone = createSealer(`${next},${hmac}`)
const ACCOUNTS = 12

/** Every sealed value there is, by column. */
async function sealedValues() {
  const { rows: columns } = await book.execute<{ table: string; column: string }>(sql`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and column_name like '%\\_sealed'`)
  const values: string[] = []
  for (const { table, column } of columns) {
    const { rows } = await book.execute<{ value: string }>(
      sql`select ${sql.identifier(column)} as value from ${sql.identifier(table)} where ${sql.identifier(column)} is not null`,
    )
    values.push(...rows.map(({ value }) => value))
  }
  return values
}

/** Whole-table changes, one after the other: two at once would lock each other out. */
async function touchAll(times: number) {
  for (let n = 0; n < times; n++) await ctx.db.update(bankAccounts).set({ tail: '0000' })
}

beforeAll(async () => {
  await confirmCharge(ctx, await paidOrder(scene, 10_000n))
  const [{ userId }, secretSealed] = [await newRenter(scene), ctx.sealer.seal('SECRET')]
  const enrolledAt = ctx.now()
  await ctx.db
    .insert(secondFactors)
    .values({ userId, secretSealed, lastStep: 0, recoveryHashes: [], enrolledAt })
  for (let n = 0; n < ACCOUNTS; n++) await plantAccount(scene, (await newRenter(scene)).userId)
})

describe('rotating the keys', () => {
  test('seals all there is anew, and the old key can go', async () => {
    const before = await sealedValues()
    expect(before.length).toBeGreaterThan(ACCOUNTS)
    const opened = before.map((value) => ctx.sealer.open(value)).sort()
    const rotated = await rotateKeys(book, both)
    expect(rotated.find(({ column }) => column === 'number_sealed')?.sealedAnew).toBe(ACCOUNTS)
    expect(rotated.find(({ table }) => table === 'second_factors')?.sealedAnew).toBe(1)
    expect(rotated.find(({ column }) => column === 'payment_key_sealed')?.sealedAnew).toBe(1)
    const after = await sealedValues()
    expect(after.map((value) => newAlone.open(value)).sort()).toEqual(opened)
    expect((await rotateKeys(book, newAlone)).every(({ sealedAnew }) => sealedAnew === 0)).toBe(true)
  })

  test('loses nothing that the site writes meanwhile', async () => {
    await Promise.all([
      rotateKeys(book, both),
      ...Array.from({ length: ACCOUNTS }, async () => plantAccount(scene, (await newRenter(scene)).userId)),
      touchAll(20),
    ])
    await rotateKeys(book, both)
    const rows = await ctx.db.select().from(bankAccounts)
    expect(rows).toHaveLength(2 * ACCOUNTS)
    for (const row of rows)
      expect(openAccount({ sealer: newAlone }, row).accountNumber).toMatch(/^\d{9}1234$/)
  })

  test('stops at what no key opens, and changes nothing there', async () => {
    const strange = `k9.${randomBytes(40).toString('base64url')}`
    await owner.query(
      `update bank_accounts set number_sealed = $1 where id = (select id from bank_accounts limit 1)`,
      [strange],
    )
    await expect(rotateKeys(book, both)).rejects.toThrow('no encryption key k9')
    expect(await sealedValues()).toContain(strange)
  })
})
