import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { withTx } from '@/db/tx'
import { LEDGER_INVARIANTS } from '@/lib/ledger/invariants'
import { charge } from '@/lib/ledger/movements'
import { post, postSet } from '@/lib/ledger/post'
import { verify } from '@/lib/verify'
import { deposit, ledgerPost, openRoles, request, reversal, transfer, walletsOf } from '../support/roles'
import { newRenter, openScene, paidOrder } from '../support/scene'

const scene = await openScene()
const { ctx } = scene
const { app } = openRoles(scene.database)

const newUser = async () => (await newRenter(scene)).userId
const balances = async (user: string) => {
  const { balance, charge_debt, earnings_debt } = await walletsOf(app, user)
  return [balance!.balance, charge_debt!.balance, earnings_debt!.balance]
}
const expectSoundBook = async () => expect(await verify(ctx.db, LEDGER_INVARIANTS)).toEqual([])

describe('overflow', () => {
  test('a debit takes what the wallet has and leaves the rest as debt', async () => {
    const user = await newUser()
    await ledgerPost(app, request(deposit(user, 10_000n)))
    await ledgerPost(app, request(reversal(user, 15_001n)))
    expect(await balances(user)).toEqual([0n, -5_001n, 0n])
    await expectSoundBook()
  })

  test('a debit that the wallet covers to the won makes no debt and no entry on it', async () => {
    const user = await newUser()
    await ledgerPost(app, request(deposit(user, 10_000n)))
    await ledgerPost(app, request(reversal(user, 10_000n)))
    expect(await balances(user)).toEqual([0n, 0n, 0n])
    expect((await walletsOf(app, user)).charge_debt!.version).toBe(0n)
  })

  test('a credit repays the debt before anything reaches the wallet', async () => {
    const user = await newUser()
    await ledgerPost(app, request(reversal(user, 5_000n)))
    await ledgerPost(app, request(deposit(user, 4_999n)))
    expect(await balances(user)).toEqual([0n, -1n, 0n])
    await ledgerPost(app, request(deposit(user, 3n)))
    expect(await balances(user)).toEqual([2n, 0n, 0n])
    await expectSoundBook()
  })

  test('debts are repaid in the order given', async () => {
    const user = await newUser()
    const owe = (account: string, amount: bigint) =>
      request([
        { account, user, amount: -amount },
        { account: 'pg_receivable', amount },
      ])
    await ledgerPost(app, owe('charge_debt', 300n), owe('earnings_debt', 200n))
    const earn = [
      { account: 'pg_receivable', amount: -600n },
      { account: 'withdrawable', user, amount: 600n, overflow: ['earnings_debt', 'charge_debt'] },
    ]
    await ledgerPost(app, request(earn))
    expect(await balances(user)).toEqual([0n, 0n, 0n])
    expect((await walletsOf(app, user)).withdrawable!.balance).toBe(100n)
    await expectSoundBook()
  })
})

describe('a set of postings in one call', () => {
  test('gives each its own verdict, and what is refused leaves nothing', async () => {
    const user = await newUser()
    const first = request(deposit(user, 100n))
    const verdicts = await ledgerPost(
      app,
      first,
      { ...first, id: randomUUID() },
      request(deposit(user, 99n), { reference: first.reference }),
      request(transfer(user, await newUser(), 101n)),
      request(transfer(user, await newUser(), 60n)),
    )
    expect(verdicts.map(({ verdict }) => verdict)).toEqual([
      'posted',
      'replayed',
      'mismatched',
      'insufficient',
      'posted',
    ])
    expect((await walletsOf(app, user)).balance).toMatchObject({ balance: 40n, version: 2n })
    await expectSoundBook()
  })

  test('one malformed request takes back the whole call', async () => {
    const user = await newUser()
    const broken = request([{ account: 'balance', user, amount: 1n }])
    await expect(ledgerPost(app, request(deposit(user, 100n)), broken)).rejects.toMatchObject({
      code: 'PP002',
    })
    expect((await walletsOf(app, user)).balance).toMatchObject({ balance: 0n, version: 0n })
  })
})

describe('at the same moment', () => {
  test('fifty posts of one reference move the money once', async () => {
    const user = await newUser()
    const reference = `test-${randomUUID()}`
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, () => ledgerPost(app, request(deposit(user, 1_000n), { reference }))),
    )
    const of = (wanted: string) => verdicts.flat().filter(({ verdict }) => verdict === wanted)
    expect([of('posted').length, of('replayed').length]).toEqual([1, 49])
    expect((await walletsOf(app, user)).balance).toMatchObject({ balance: 1_000n, version: 1n })
  })

  test('fifty posts of one reference without a wallet in common are one transaction', async () => {
    const reference = `test-${randomUUID()}`
    const legs = [
      { account: 'pg_receivable', amount: -5n },
      { account: 'suspense', amount: 5n },
    ]
    const postOnce = () =>
      withTx(ctx.db, (tx) => ledgerPost(tx.$client, request(legs, { type: 'suspense_in', reference })))
    const verdicts = (await Promise.all(Array.from({ length: 50 }, postOnce))).flat()
    expect(new Set(verdicts.map(({ transaction_id }) => transaction_id)).size).toBe(1)
    expect(verdicts.filter(({ verdict }) => verdict === 'posted')).toHaveLength(1)
  })

  test('one reference over different wallets is posted for one of them', async () => {
    const reference = `test-${randomUUID()}`
    const users = await Promise.all(Array.from({ length: 10 }, newUser))
    const verdicts = await Promise.all(
      users.map((user) =>
        withTx(ctx.db, (tx) => ledgerPost(tx.$client, request(deposit(user, 10n), { reference }))),
      ),
    )
    expect(
      verdicts
        .flat()
        .map(({ verdict }) => verdict)
        .sort(),
    ).toEqual([...Array(9).fill('mismatched'), 'posted'])
    await expectSoundBook()
  })

  test('no wallet is spent twice, and its versions have no gap', async () => {
    const [user, other] = [await newUser(), await newUser()]
    await ledgerPost(app, request(deposit(user, 1_000n)))
    const verdicts = await Promise.all(
      Array.from({ length: 40 }, () => ledgerPost(app, request(transfer(user, other, 100n)))),
    )
    expect(verdicts.flat().filter(({ verdict }) => verdict === 'posted')).toHaveLength(10)
    expect((await walletsOf(app, user)).balance).toMatchObject({ balance: 0n, version: 11n })
    expect((await walletsOf(app, other)).balance).toMatchObject({ balance: 1_000n, version: 10n })
    await expectSoundBook()
  })

  test('transfers in opposite directions never meet in a deadlock', async () => {
    const [one, two] = [await newUser(), await newUser()]
    await ledgerPost(app, request(deposit(one, 10_000n)), request(deposit(two, 10_000n)))
    const verdicts = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        ledgerPost(app, request(i % 2 ? transfer(one, two, 7n) : transfer(two, one, 7n))),
      ),
    )
    expect(new Set(verdicts.flat().map(({ verdict }) => verdict))).toEqual(new Set(['posted']))
    expect(await balances(one)).toEqual([10_000n, 0n, 0n])
    await expectSoundBook()
  })
})

describe('post', () => {
  test('answers a replay, and throws for other content and for a balance that is not there', async () => {
    const { userId, orderId } = await paidOrder(scene, 5_000n)
    const occurredAt = new Date()
    const movement = charge({ user: userId, orderId, amount: 5_000n, occurredAt })
    const postNow = (wanted: typeof movement) => withTx(ctx.db, (tx) => post(tx, ctx, wanted))

    const first = await postNow(movement)
    expect(first.replayed).toBe(false)
    expect(await postNow({ ...movement, occurredAt: new Date(0) })).toEqual({ ...first, replayed: true })
    await expect(postNow(charge({ user: userId, orderId, amount: 5_001n, occurredAt }))).rejects.toThrow(
      'posted before with other content',
    )
    const spend = { ...movement, reference: `spend-${orderId}`, legs: transferLegs(userId, 5_001n) }
    await expect(postNow(spend)).rejects.toMatchObject({ code: 'INSUFFICIENT_BALANCE' })
  })

  test('of a set answers each in the order given, and of none nothing', async () => {
    const { userId, orderId } = await paidOrder(scene, 5_000n)
    const movement = charge({ user: userId, orderId, amount: 5_000n, occurredAt: new Date() })
    const spend = (reference: string, amount: bigint) => ({
      ...{ ...movement, reference: `${reference}-${orderId}` },
      legs: transferLegs(userId, amount),
    })
    const wanted = [
      movement,
      spend('too-much', 5_001n),
      spend('some', 2_000n),
      movement,
      { ...movement, legs: transferLegs(userId, 1n) },
    ]
    const verdicts = await postSet(
      ctx.db,
      wanted.map((each) => ({ by: ctx, movement: each })),
    )
    const transactionId = expect.any(String)
    const known = 'transactionId' in verdicts[0]! ? verdicts[0].transactionId : null
    expect(verdicts).toEqual([
      { verdict: 'posted', transactionId, balanceAfter: null },
      { verdict: 'insufficient', wallet: 'balance' },
      { verdict: 'posted', transactionId, balanceAfter: 3_000n },
      { verdict: 'replayed', transactionId: known },
      { verdict: 'mismatched', transactionId: known },
    ])
    expect(await postSet(ctx.db, [])).toEqual([])
  })
})

function transferLegs(user: string, amount: bigint) {
  return [
    { account: 'balance' as const, user, amount: -amount },
    { account: 'pg_receivable' as const, amount },
  ]
}
