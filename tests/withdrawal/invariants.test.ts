import { drizzle } from 'drizzle-orm/node-postgres'
import { expect, test } from 'vitest'
import { addMs, DAY_MS } from '@/lib/time'
import { verify } from '@/lib/verify'
import { approveWithdrawal } from '@/lib/withdrawal/approve'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'
import { WITHDRAWAL_INVARIANTS } from '@/lib/withdrawal/invariants'
import { sendDue } from '@/lib/withdrawal/send-due'
import { openRoles } from '../support/roles'
import { expectSound, newRenter, openScene } from '../support/scene'
import { dueNow, ENDING, newOperator, plantWithholding, request, richOwner, settled } from './support'
import { goTo, payable } from './toss-support'

const scene = await openScene()
const { ctx, toss } = scene
const { superuser } = openRoles(scene.database)

/** One withdrawal that arrived, one that failed, one given up, one sent back, one agreed to by two, and one on its way. */
const book = await writeBook()

async function writeBook() {
  const { userId: owner } = await richOwner(scene, 900_000n)
  await plantWithholding(scene, owner, 'business_income')
  const { id: done } = await request(scene, owner, 10_000n)
  await settled(scene, done)
  const { id: returned } = await request(scene, owner, 20_000n)
  await settled(scene, returned)
  await toss.changeTransfer(returned, 'RETURNED')
  await dueNow(scene, returned)
  await sendDue(ctx)
  const { userId: unlucky } = await richOwner(scene, 90_000n, ENDING.fails)
  const { id: failed } = await request(scene, unlucky, 10_000n)
  await settled(scene, failed)
  const { userId: hasty } = await richOwner(scene, 90_000n)
  const { id: canceled } = await request(scene, hasty, 10_000n)
  await cancelWithdrawal(ctx, { userId: hasty, withdrawalId: canceled })
  const { userId: big } = await richOwner(scene, 1_800_000n)
  const { id: large } = await request(scene, big, 1_500_000n)
  const operators = [await newOperator(scene, 'admin'), await newOperator(scene, 'finance_approver')]
  for (const operatorId of operators) await approveWithdrawal(ctx, { operatorId, withdrawalId: large })
  await settled(scene, large)
  const { userId: waiting } = await richOwner(scene, 90_000n, ENDING.stuck)
  const { id: open } = await request(scene, waiting, 10_000n)
  await sendDue(ctx)
  const { userId: patient } = await richOwner(scene, 90_000n)
  const { id: byHand } = await request(scene, patient, 10_000n)
  await sendDue({ ...ctx, withdrawBy: 'manual' })
  const { userId: stranger } = await newRenter(scene)
  const { paid, paying, takenBack, askedBack } = await payThroughToss()
  await expectSound(scene)
  return {
    ...{ done, returned, failed, canceled, large, open, byHand, operator: operators[0]!, stranger },
    ...{ paid, paying, takenBack, askedBack },
  }
}

/**
 * One that Toss paid at the second try, one that was taken back while it was short of money, one taken back while it
 * waited for its day, and one just taken up.
 */
async function payThroughToss() {
  const byToss = { ...scene, ctx: { ...ctx, withdrawBy: 'toss' as const } }
  await toss.fund(1_000_000n)
  await goTo(byToss, 10)
  const { userId } = await payable(byToss, 90_000n)
  const { id: paid } = await request(byToss, userId, 10_000n)
  await toss.fault('code:INVALID_PAYABLE_DATE', { match: 'POST /v2/payouts' })
  await sendDue(byToss.ctx)
  await settled(byToss, paid)
  await goTo(byToss, 10)
  await settled(byToss, paid)
  const { id: takenBack } = await request(byToss, userId, 5_000n)
  await toss.fault('code:NOT_ENOUGH_AMOUNT', { match: 'POST /v2/payouts' })
  await sendDue(byToss.ctx)
  await cancelWithdrawal(byToss.ctx, { userId, withdrawalId: takenBack })
  await goTo(byToss, 16)
  const { id: askedBack } = await request(byToss, userId, 3_000n)
  await sendDue(byToss.ctx)
  await cancelWithdrawal(byToss.ctx, { userId, withdrawalId: askedBack })
  await goTo(byToss, 10)
  const { id: paying } = await request(byToss, userId, 20_000n)
  await sendDue(byToss.ctx)
  return { paid, paying, takenBack, askedBack }
}

const TABLES = [
  ...['withdrawals', 'withdrawal_approvals', 'bank_accounts', 'entries', 'wallets', 'transactions'],
  ...['payouts', 'sellers', 'toss_calls', 'manual_transfers', 'withholding_profiles'],
]

async function verifyAfter(statement: string) {
  const client = await superuser.connect()
  try {
    await client.query('begin')
    for (const table of TABLES) await client.query(`alter table ${table} disable trigger all`)
    await client.query(statement)
    return await verify(drizzle(client), WITHDRAWAL_INVARIANTS, { now: addMs(ctx.now(), DAY_MS) })
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** A day later, with nothing wrong but that nobody has looked. */
const LATE = ['open_withdrawals_are_not_forgotten']

const transactionOf = (type: string, reference: string) =>
  `(select id from transactions where type = '${type}' and reference = '${reference}')`
const entriesOf = (type: string, reference: string) =>
  `entries where transaction_id = ${transactionOf(type, reference)}`

const PLANTS: [string, string][] = [
  [
    'payees_are_as_the_tax_office_knows_them',
    `update businesses set kind = 'none', number_sealed = null where kind <> 'none'`,
  ],
  ['withdrawals_are_in_transit', `update withdrawals set amount = amount - 1 where id = '${book.open}'`],
  [
    'withdrawals_are_in_transit',
    `update entries set amount = amount + 1 where account = 'withdrawals_in_transit' and transaction_id = ${transactionOf('withdraw', book.open)}`,
  ],
  ['withdrawals_are_posted_by_state', `delete from ${entriesOf('withdraw', book.open)}`],
  ['withdrawals_are_posted_by_state', `delete from ${entriesOf('withdraw_paid', book.done)}`],
  ['withdrawals_are_posted_by_state', `delete from ${entriesOf('withdraw_failed', book.failed)}`],
  ['withdrawals_are_posted_by_state', `delete from ${entriesOf('withdraw_failed', book.canceled)}`],
  ['withdrawals_are_posted_by_state', `delete from ${entriesOf('withdraw_returned', book.returned)}`],
  [
    'withdrawals_are_posted_by_state',
    `update withdrawals set status = 'COMPLETED', failure_code = null where id = '${book.returned}'`,
  ],
  [
    'withdrawals_are_posted_by_state',
    `update withdrawals set status = 'FAILED', failure_code = 'X', completed_at = null where id = '${book.done}'`,
  ],
  [
    'withdrawals_are_posted_by_state',
    `update entries set wallet_id = (select id from wallets where user_id = '${book.stranger}' and kind = 'withdrawable') where account = 'withdrawable' and transaction_id = ${transactionOf('withdraw', book.done)}`,
  ],
  [
    'withdrawals_are_posted_by_state',
    `update withdrawals set withheld = withheld + 10 where id = '${book.done}'`,
  ],
  [
    'withdrawals_are_posted_by_state',
    `delete from entries where account = 'withholding_payable' and transaction_id = ${transactionOf('withdraw_returned', book.returned)}`,
  ],
  ['withdrawals_are_taxed_as_was_said', `delete from withholding_profiles`],
  ['withdrawals_are_taxed_as_was_said', `update withholding_profiles set effective_from = '2100-01-01'`],
  ['withdrawals_are_taxed_as_was_said', `update withholding_profiles set kind = 'none'`],
  [
    'withdrawal_postings_have_withdrawals',
    `update transactions set reference = 'nobody' where id = ${transactionOf('withdraw_failed', book.failed)}`,
  ],
  ['withdrawals_are_agreed_to', `delete from withdrawal_approvals where operator_id = '${book.operator}'`],
  [
    'withdrawals_go_to_verified_accounts',
    `update bank_accounts set usable_from = '2100-01-01' where id = (select bank_account_id from withdrawals where id = '${book.done}')`,
  ],
  [
    'withdrawals_go_to_verified_accounts',
    `update bank_accounts set user_id = '${book.stranger}' where id = (select bank_account_id from withdrawals where id = '${book.done}')`,
  ],
  [
    'manual_transfers_are_of_their_withdrawals',
    `update manual_transfers set amount = amount - 1 where withdrawal_id = '${book.byHand}'`,
  ],
  [
    'manual_transfers_are_of_their_withdrawals',
    `update withdrawals set carrier = 'toss' where id = '${book.byHand}'`,
  ],
  [
    'manual_transfers_end_as_the_bank_says',
    `with seen as (update withdrawals set next_check_at = '2100-01-01' where id = '${book.byHand}' returning id)
      update manual_transfers set state = 'FAILED', batch = 1, result_id = withdrawal_id where withdrawal_id in (select id from seen)`,
  ],
  [
    'manual_transfers_end_as_the_bank_says',
    `update manual_transfers set withdrawal_id = '${book.canceled}' where withdrawal_id = '${book.byHand}'`,
  ],
  [
    'payouts_are_of_their_withdrawals',
    `update payouts set amount = 1 where withdrawal_id = '${book.paying}'`,
  ],
  [
    'payouts_are_of_their_withdrawals',
    `update payouts set destination = 'x' where withdrawal_id = '${book.paying}'`,
  ],
  [
    'payouts_are_of_their_withdrawals',
    `update payouts set payout_id = null where withdrawal_id = '${book.paid}'`,
  ],
  [
    'payouts_are_of_their_withdrawals',
    `update payouts set payout_id = 'x' where withdrawal_id = '${book.paid}'`,
  ],
  [
    'payouts_are_of_their_withdrawals',
    `update withdrawals set carrier = 'simulated_bank' where id = '${book.paying}'`,
  ],
  ['payouts_are_of_their_withdrawals', `delete from payouts where withdrawal_id = '${book.paid}'`],
  [
    'withdrawals_are_paid_from_where_they_were_carried',
    `update entries set account = 'safeguarded_bank' where account = 'pg_payout_balance' and transaction_id = ${transactionOf('withdraw_paid', book.paid)}`,
  ],
  [
    'withdrawals_are_paid_from_where_they_were_carried',
    `update entries set account = 'pg_payout_balance' where account = 'safeguarded_bank' and transaction_id = ${transactionOf('withdraw_returned', book.returned)}`,
  ],
  [
    'paid_out_withdrawals_have_toss_answer',
    `update toss_calls set answer = answer || '{"status": "FAILED"}' where withdrawal_id = '${book.paid}'`,
  ],
  [
    'paid_out_withdrawals_have_toss_answer',
    `update toss_calls set answer = answer || '{"amount": 9999}' where withdrawal_id = '${book.paid}'`,
  ],
  ['payout_attempts_follow_refusals', `update payouts set attempt = 3 where withdrawal_id = '${book.paid}'`],
  [
    'payout_attempts_follow_refusals',
    `update toss_calls set code = null where idempotency_key = 'payout:${book.paid}#1'`,
  ],
  [
    'canceled_withdrawals_are_not_paid',
    `update payouts set failure_code = null where withdrawal_id = '${book.takenBack}'`,
  ],
  [
    'canceled_withdrawals_are_not_paid',
    `update toss_calls set answer = answer || '{"status": "REQUESTED"}' where withdrawal_id = '${book.askedBack}'`,
  ],
  [
    'canceled_withdrawals_are_not_paid',
    `update payouts set payout_id = 'x' where withdrawal_id = '${book.takenBack}'`,
  ],
  [
    'payouts_go_to_the_account_of_the_withdrawal',
    `update sellers set state = 'ASKING' where user_id = (select user_id from payouts where withdrawal_id = '${book.paying}')`,
  ],
  [
    'payouts_go_to_the_account_of_the_withdrawal',
    `update withdrawals set bank_account_id = '${book.open}' where id = '${book.paying}'`,
  ],
]

test('what is as it should be breaks nothing but that nobody has looked', async () => {
  expect((await verifyAfter('select 1')).map(({ name }) => name)).toEqual(LATE)
})

test.each(PLANTS)('%s finds: %s', async (name, statement) => {
  const found = (await verifyAfter(statement)).map((broken) => broken.name)
  expect(found).toContain(name)
})

test('every invariant has a violation that it finds', () => {
  const planted = new Set([...PLANTS.map(([name]) => name), ...LATE])
  expect(WITHDRAWAL_INVARIANTS.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([])
})

test.each([
  [
    'withdrawal_approvals_not_own',
    `insert into withdrawal_approvals select id, user_id, user_id, now() from withdrawals where id = '${book.open}'`,
  ],
  [
    'withdrawal_approvals_withdrawal',
    `insert into withdrawal_approvals values ('${book.open}', '${book.stranger}', '${book.operator}', now())`,
  ],
  [
    'withdrawal_approvals_pkey',
    `insert into withdrawal_approvals select withdrawal_id, owner_id, operator_id, now() from withdrawal_approvals limit 1`,
  ],
  [
    'withdrawals_own_account',
    `update withdrawals set user_id = '${book.stranger}' where id = '${book.open}'`,
  ],
  [
    'withdrawals_request_once',
    `insert into withdrawals select (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid(), 'transfer_id', null))).* from withdrawals w where id = '${book.done}'`,
  ],
  [
    'bank_accounts_one_verified',
    `insert into bank_accounts select (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid()))).* from bank_accounts b where state = 'VERIFIED' limit 1`,
  ],
  ['withdrawals_sent', `update withdrawals set sent_at = null, carrier = null where id = '${book.done}'`],
  ['withdrawals_carrier', `update withdrawals set carrier = null where id = '${book.done}'`],
  ['withdrawals_carrier', `update withdrawals set carrier = 'pigeon' where id = '${book.done}'`],
  ['manual_transfers_amount', `update manual_transfers set amount = 0`],
  [
    'manual_transfers_state',
    `update manual_transfers set state = 'LOST', batch = 1, result_id = withdrawal_id`,
  ],
  ['manual_transfers_in_file', `update manual_transfers set state = 'IN_FILE'`],
  ['manual_transfers_has_result', `update manual_transfers set result_id = withdrawal_id`],
  [
    'manual_transfers_number',
    `insert into manual_transfers (withdrawal_id, number, amount) overriding system value select '${book.done}', number, amount from manual_transfers`,
  ],
  ['withdrawals_ended', `update withdrawals set ended_at = now() where id = '${book.open}'`],
  ['withdrawals_due_is_looked_at', `update withdrawals set next_check_at = null where id = '${book.open}'`],
  ['withdrawals_withheld_of_amount', `update withdrawals set withheld = amount where id = '${book.open}'`],
  [
    'withholding_profiles_not_own',
    `insert into withholding_profiles select gen_random_uuid(), user_id, kind, effective_from, user_id, set_at from withholding_profiles limit 1`,
  ],
  [
    'sellers_own_account',
    `update sellers set bank_account_id = (select bank_account_id from withdrawals where id = '${book.open}')`,
  ],
  ['sellers_asked', `update sellers set revision = 0`],
  ['sellers_registered', `update sellers set seller_id = null`],
  ['sellers_refused', `update sellers set failure_code = 'X'`],
  ['sellers_reference_shape', `update sellers set ref_seller_id = 'short'`],
  ['payouts_asked', `update payouts set destination = null`],
  ['payouts_amount_positive', `update payouts set amount = 0`],
  [
    'payouts_of_withdrawal',
    `update payouts set withdrawal_id = '${book.open}' where withdrawal_id = '${book.paying}'`,
  ],
  [
    'toss_calls_subject',
    `update toss_calls set ref_seller_id = (select ref_seller_id from sellers limit 1) where withdrawal_id is not null`,
  ],
  ['toss_calls_subject', `update toss_calls set operation = 'query' where operation = 'find_payout'`],
  ['withdrawals_amount_positive', `update withdrawals set amount = 0 where id = '${book.open}'`],
])('%s refuses: %s', async (constraint, statement) => {
  const refused = superuser.query(`begin; ${statement}; rollback`).then(
    () => 'accepted',
    (error: { constraint?: string }) => error.constraint ?? String(error),
  )
  expect(await refused).toBe(constraint)
})
