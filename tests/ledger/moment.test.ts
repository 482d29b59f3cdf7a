import { sql, type SQL } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { WALLET_KINDS } from '@/db/schema/ledger'
import { keepBook } from '@/lib/jobs/keep-book'
import { atInstant, endOf, NOW, type Moment } from '@/lib/ledger/moment'
import { readAccountDays, readAccountEntries } from '@/lib/ledger/read-account'
import { readWalletsAt } from '@/lib/ledger/read-wallets-at'
import { readTotals } from '@/lib/ledger/totals'
import { addDays, DAY_MS, HOUR_MS, kstDay } from '@/lib/time'
import { newOwner, play, type Step } from '../statement/history'
import { expectSound, openScene } from '../support/scene'

const scene = await openScene()
const { ctx } = scene

const earn: Step = { does: 'earn', price: 70_010, delayed: false, percent: 50 }
const moments: Moment[] = []
let people: string[]
let first: string

beforeAll(async () => {
  first = kstDay(ctx.now())
  const owner = await newOwner(scene)
  const stories: Step[][] = [
    [earn, earn],
    [{ does: 'cancel', by: 'renter', nth: 0 }],
    [],
    [earn, { does: 'withdraw', percent: 40, ending: 'sound' }],
  ]
  for (const story of stories) {
    for (const step of story) {
      await play(scene, owner, [step])
      moments.push(atInstant(ctx.now()))
      await scene.toss.advance(HOUR_MS)
    }
    await scene.toss.advance(DAY_MS)
    // One day stays open, and what was posted since is in no daily total.
    if (story !== stories.at(-1)) await keepBook(ctx)
  }
  for (let day = addDays(first, -1); day <= kstDay(ctx.now()); day = addDays(day, 1)) moments.push(endOf(day))
  const { rows } = await ctx.db.execute<{ id: string }>(sql`select id from users`)
  people = rows.map(({ id }) => id)
}, 120_000)

const postedBy = ({ before, until }: Moment): SQL =>
  until
    ? sql`t.business_date <= ${before}::date and t.recorded_at <= ${until.toISOString()}::timestamptz`
    : sql`t.business_date < ${before}::date`

test('what accounts held at a moment is the sum of every entry until then, now and after later ones', async () => {
  const seen = new Set<string>()
  for (const moment of [...moments, NOW]) {
    const { rows } = await ctx.db.execute<{ account: string; sum: string }>(sql`
      select e.account, sum(e.amount) as sum from transactions t join entries e on e.transaction_id = t.id
      where ${postedBy(moment)} group by e.account`)
    const sums = new Map(rows.map(({ account, sum }) => [account, BigInt(sum)]))
    const totals = await readTotals(ctx.db, moment)
    expect(totals.map(({ balance }) => balance)).toEqual(totals.map(({ account }) => sums.get(account) ?? 0n))
    seen.add(String(sums.get('withdrawable')))
  }
  expect(seen.size).toBeGreaterThan(2)
})

test('what everybody held at a moment adds up to what the accounts did', async () => {
  for (const moment of [...moments, NOW]) {
    const held = (await Promise.all(people.map((id) => readWalletsAt(ctx, id, moment)))).flat()
    const totals = await readTotals(ctx.db, moment)
    for (const kind of WALLET_KINDS) {
      const ofKind = held.filter((one) => one.kind === kind)
      expect(ofKind).toHaveLength(people.length)
      const total = totals.find(({ account }) => account === kind)!
      expect(ofKind.reduce((sum, one) => sum + one.balance, 0n)).toBe(total.balance)
    }
  }
})

test('the days of an account lead from balance to balance, and their entries add up to each', async () => {
  for (const { account, balance } of await readTotals(ctx.db)) {
    const { days } = await readAccountDays(ctx, account)
    expect(days[0]?.balance ?? 0n).toBe(balance)
    for (const { day, amount, entries, balance: after } of days) {
      const items = await allEntries(account, day)
      expect(BigInt(items.length)).toBe(entries)
      expect(items.reduce((sum, item) => sum + item.amount, 0n)).toBe(amount)
      const at = await readTotals(ctx.db, endOf(day))
      expect(at.find((total) => total.account === account)!.balance).toBe(after)
    }
  }
  await expectSound(scene)
})

type Named = Parameters<typeof readAccountEntries>[1]

async function allEntries(account: Named, day: string) {
  const items = []
  for (let cursor: string | undefined; ;) {
    const page = await readAccountEntries(ctx, account, day, cursor)
    items.push(...page.items)
    if (!page.nextCursor) return items
    cursor = page.nextCursor
  }
}
