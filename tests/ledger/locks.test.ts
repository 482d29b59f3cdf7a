import type pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { LEDGER_INVARIANTS } from '@/lib/ledger/invariants'
import { verify } from '@/lib/verify'
import {
  deposit,
  ledgerPost,
  openRoles,
  refusal,
  request,
  reversal,
  transfer,
  walletsOf,
} from '../support/roles'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { app, superuser } = openRoles(scene.database)
const LOCKED = '55P03'

const sessions: pg.PoolClient[] = []

afterEach(async () => {
  for (const session of sessions.splice(0)) {
    await session.query('rollback')
    session.release()
  }
  expect(await verify(scene.ctx.db, LEDGER_INVARIANTS)).toEqual([])
})

/** A session of the application's with a tx open, to be ended by the test or after it. */
async function openSession(): Promise<pg.PoolClient & { pid: number }> {
  const session = await app.connect()
  sessions.push(session)
  // On a slow machine a wait may be longer than the role allows.
  await session.query(`begin; set local lock_timeout = 0; set local statement_timeout = 0`)
  const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid')
  return Object.assign(session, { pid: rows[0]!.pid })
}

/** Until the second waits for a lock of the first's. */
const untilBlocked = (first: { pid: number }, second: { pid: number }) =>
  expect
    .poll(async () => {
      const { rows } = await superuser.query<{ by: number[] }>('select pg_blocking_pids($1) as by', [
        second.pid,
      ])
      return rows[0]!.by
    })
    .toContain(first.pid)

const lock = (session: pg.PoolClient, user: string, ...kinds: string[]) =>
  session.query<{ balance: string }>('select balance from lock_wallets($1, $2)', [user, kinds])

/** Whether nobody holds the wallet's row. */
const isFree = async (id: bigint) =>
  (await refusal(superuser.query('select from wallets where id = $1 for update nowait', [id]))) !== LOCKED

/** A user with some money, whose wallet row has moved within the table: the order of the ids is not its order there. */
async function newUser(): Promise<{ user: string; id: bigint }> {
  const user = (await newRenter(scene)).userId
  await ledgerPost(app, request(deposit(user, 1_000n)))
  return { user, id: (await walletsOf(app, user)).balance!.id }
}

describe('a posting', () => {
  test('waits for one on the same wallet, and then sees what that has left', async () => {
    const [payer, payee] = [await newUser(), await newUser()]
    const [first, second] = [await openSession(), await openSession()]
    await ledgerPost(first, request(transfer(payer.user, payee.user, 600n)))
    const late = ledgerPost(second, request(transfer(payer.user, payee.user, 600n)))
    await untilBlocked(first, second)
    await first.query('commit')
    expect(await late).toMatchObject([{ verdict: 'insufficient' }])
  })

  test('waits for whoever decides a rule under the lock of its wallet', async () => {
    const { user } = await newUser()
    const [ruler, poster] = [await openSession(), await openSession()]
    expect((await lock(ruler, user, 'balance')).rows).toEqual([{ balance: '1000' }])
    const late = ledgerPost(poster, request(deposit(user, 5n)))
    await untilBlocked(ruler, poster)
    await ruler.query('commit')
    expect(await late).toMatchObject([{ verdict: 'posted' }])
  })

  test('takes its wallets in one order, whoever pays whom', async () => {
    const users = [await newUser(), await newUser(), await newUser()]
    for (const [low, high] of [users.slice(0, 2), users.slice(1), [users[0], users[2]]]) {
      // The lower row is moved behind the higher one.
      await ledgerPost(app, request(deposit(low!.user, 1n)))
      for (const [from, to] of [
        [low!, high!],
        [high!, low!],
      ] as const) {
        const [holder, poster] = [await openSession(), await openSession()]
        await lock(holder, low!.user, 'balance')
        const late = ledgerPost(poster, request(transfer(from.user, to.user, 1n)))
        await untilBlocked(holder, poster)
        expect(await isFree(high!.id)).toBe(true)
        await holder.query('commit')
        await late
        await poster.query('commit')
      }
    }
  })
})

describe('a credit that repays a debt', () => {
  const earn = (user: string, amount: bigint) => [
    { account: 'pg_receivable', amount: -amount },
    { account: 'withdrawable', user, amount, overflow: ['earnings_debt', 'charge_debt'] },
  ]

  test('waits for another on the same debt, and repays only what that has left', async () => {
    const { user } = await newUser()
    await ledgerPost(app, request(reversal(user, 1_500n)))
    const [charging, earning] = [await openSession(), await openSession()]
    await ledgerPost(charging, request(deposit(user, 300n)))
    const late = ledgerPost(earning, request(earn(user, 600n)))
    await untilBlocked(charging, earning)
    await charging.query('commit')
    expect(await late).toMatchObject([{ verdict: 'posted' }])
    await earning.query('commit')
    const { charge_debt: debt, withdrawable } = await walletsOf(app, user)
    expect([debt!.balance, withdrawable!.balance]).toEqual([0n, 400n])
  })

  test('sees the debt of the one debtor there is', async () => {
    const { user } = await newUser()
    await ledgerPost(app, request(reversal(user, 1_200n)))
    const others = await superuser.query(`select from wallets where balance < 0 and user_id <> $1`, [user])
    expect(others.rowCount).toBe(0)
    await ledgerPost(app, request(deposit(user, 50n)))
    expect((await walletsOf(app, user)).charge_debt!.balance).toBe(-150n)
  })
})

describe('a lock on several wallets', () => {
  test('waits for another, and reads what that has left', async () => {
    const { user } = await newUser()
    const [poster, ruler] = [await openSession(), await openSession()]
    await ledgerPost(poster, request(deposit(user, 234n)))
    const late = lock(ruler, user, 'balance')
    await untilBlocked(poster, ruler)
    await poster.query('commit')
    expect((await late).rows).toEqual([{ balance: '1234' }])
  })

  test('takes them in the order in which posting does', async () => {
    const { user, id } = await newUser()
    const wallets = await walletsOf(app, user)
    expect(wallets.charge_debt!.id).toBeGreaterThan(id)
    expect(wallets.charge_debt!.id).toBeGreaterThan(wallets.pending!.id)
    for (const low of ['balance', 'pending']) {
      const [holder, ruler] = [await openSession(), await openSession()]
      await lock(holder, user, low)
      const late = lock(ruler, user, 'charge_debt', low)
      await untilBlocked(holder, ruler)
      expect(await isFree(wallets.charge_debt!.id)).toBe(true)
      await holder.query('commit')
      await late
      await ruler.query('commit')
    }
  })

  test('holds those that were asked for and no others', async () => {
    const { user, id } = await newUser()
    const other = await newUser()
    const holder = await openSession()
    expect((await lock(holder, user, 'balance')).rows).toHaveLength(1)
    expect(await isFree(id)).toBe(false)
    expect(await isFree((await walletsOf(app, user)).pending!.id)).toBe(true)
    expect(await isFree(other.id)).toBe(true)
  })
})
