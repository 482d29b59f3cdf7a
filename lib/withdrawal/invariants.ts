import type { Invariant } from '@/lib/ledger/invariants'

const OPEN = "('REQUESTED', 'APPROVED', 'SENDING')"
const TYPES = "('withdraw', 'withdraw_paid', 'withdraw_failed', 'withdraw_returned')"

/** What withdrawals, who agreed to them, their accounts and the book promise about each other. */
export const WITHDRAWAL_INVARIANTS: Invariant[] = [
  {
    name: 'withdrawals_are_in_transit',
    says: 'what is in transit to banks is what open withdrawals have taken out of their wallets, less their tax',
    sql: `select coalesce(b.amount, 0) || ' in transit, ' || coalesce(w.amount, 0) || ' open' as detail
      from (select sum(amount) as amount from entries where account = 'withdrawals_in_transit') b
        cross join (select sum(amount - withheld) as amount from withdrawals where status in ${OPEN}) w
      where coalesce(b.amount, 0) <> coalesce(w.amount, 0)`,
    wholeBook: true,
  },
  {
    name: 'withdrawals_are_posted_by_state',
    says: 'a withdrawal took its amount from its owner once, and left or came back in the book, its tax with it, as its state says',
    sql: `select d.id || ': ' || d.status || ', ' || p.taken || ' taken, ' || p.paid || ' paid, ' || p.failed || ' failed, '
        || p.returned || ' returned, ' || p.kept || ' of ' || d.withheld || ' withheld' as detail
      from withdrawals d
      cross join lateral (
        select coalesce(-sum(e.amount) filter (where t.type = 'withdraw' and w.user_id = d.user_id), 0) as taken,
          coalesce(sum(e.amount) filter (where t.type = 'withdraw_paid' and e.account in ('safeguarded_bank', 'pg_payout_balance', 'pg_receivable')), 0) as paid,
          coalesce(sum(e.amount) filter (where t.type = 'withdraw_failed' and w.user_id = d.user_id), 0) as failed,
          coalesce(sum(e.amount) filter (where t.type = 'withdraw_returned' and w.user_id = d.user_id), 0) as returned,
          coalesce(sum(e.amount) filter (where e.account = 'withholding_payable'), 0) as kept,
          bool_and(w.id is null or w.user_id = d.user_id) as own
        from transactions t join entries e on e.transaction_id = t.id left join wallets w on w.id = e.wallet_id
        where t.type in ${TYPES} and t.reference = d.id::text) p
      where p.taken <> d.amount or p.own is not true
        or p.paid <> case when d.status in ('COMPLETED', 'RETURNED') then d.amount - d.withheld else 0 end
        or p.kept <> case when d.status in ('FAILED', 'CANCELED', 'RETURNED') then 0 else d.withheld end
        or p.returned <> case when d.status = 'RETURNED' then d.amount else 0 end
        or not case when d.status in ('FAILED', 'CANCELED') then p.failed = d.amount
          when d.status in ('COMPLETED', 'RETURNED') then p.failed in (0, d.amount) else p.failed = 0 end`,
  },
  {
    name: 'withdrawals_are_taxed_as_was_said',
    says: 'a withdrawal lost tax only where an operator had said so for its day',
    sql: `select d.id || ': ' || d.withheld || ' withheld' as detail from withdrawals d
      where d.withheld > 0 and coalesce((select p.kind from withholding_profiles p
        where p.user_id = d.user_id and p.effective_from <= (d.requested_at at time zone 'Asia/Seoul')::date
          and p.set_at <= d.requested_at
        order by p.effective_from desc, p.id desc limit 1), 'none') = 'none'`,
  },
  {
    name: 'withdrawal_postings_have_withdrawals',
    says: 'every posting of a withdrawal belongs to one',
    sql: `select t.type || ' ' || t.reference as detail from transactions t
      left join withdrawals d on d.id::text = t.reference
      where t.seq > :since and t.type in ${TYPES} and d.id is null`,
  },
  {
    name: 'withdrawals_are_agreed_to',
    says: 'nothing is sent before as many operators have agreed as have to, and no operator agreed to what is their own',
    sql: `select d.id || ': ' || d.status || ', ' || a.operators || ' of ' || d.approvals_needed as detail from withdrawals d
      cross join lateral (select count(*) as operators from withdrawal_approvals where withdrawal_id = d.id and operator_id <> d.user_id) a
      where d.status not in ('REQUESTED', 'CANCELED') and a.operators < d.approvals_needed`,
  },
  {
    name: 'withdrawals_go_to_verified_accounts',
    says: 'a withdrawal goes to an account of its owner that was verified and usable when it was asked for',
    sql: `select d.id::text as detail from withdrawals d join bank_accounts b on b.id = d.bank_account_id
      where b.user_id <> d.user_id or b.usable_from is null or b.usable_from > d.requested_at`,
  },
  {
    name: 'payouts_are_of_their_withdrawals',
    says: 'what Toss was asked to pay is the amount of a withdrawal that it carries, less its tax, to the seller of its owner; one that arrived has a payout',
    sql: `select d.id || ': ' || d.status as detail from withdrawals d
      left join payouts p on p.withdrawal_id = d.id left join sellers s on s.user_id = d.user_id
      where p.withdrawal_id is not null and (d.carrier is distinct from 'toss' or p.amount <> d.amount - d.withheld or p.destination <> all (s.seller_id || s.former_seller_ids))
        or d.carrier = 'toss' and (d.transfer_id <> p.payout_id
          or p.payout_id is null and (d.transfer_id is not null or d.status in ('COMPLETED', 'RETURNED')))`,
  },
  {
    // Before the balance had an account of its own, payouts were taken from what Toss owed.
    name: 'withdrawals_are_paid_from_where_they_were_carried',
    says: 'what Toss carries leaves the balance that it keeps for payouts and comes back to it, anything else the bank',
    sql: `select t.type || ' ' || t.reference || ': ' || e.account as detail from transactions t
        join withdrawals d on d.id::text = t.reference
        join entries e on e.transaction_id = t.id and e.account in ('safeguarded_bank', 'pg_payout_balance', 'pg_receivable')
      where t.seq > :since and t.type in ('withdraw_paid', 'withdraw_returned')
        and (d.carrier = 'toss') <> (e.account <> 'safeguarded_bank')`,
  },
  {
    name: 'paid_out_withdrawals_have_toss_answer',
    says: "a withdrawal that Toss completed has an answer of Toss's that says so, for its id and amount",
    sql: `select d.id::text as detail from withdrawals d where d.carrier = 'toss' and d.status = 'COMPLETED' and not exists (
        select from toss_calls c where c.withdrawal_id = d.id and c.answered_at is not null and c.answer ->> 'status' = 'COMPLETED'
          and c.answer ->> 'refPayoutId' = d.id::text and (c.answer ->> 'amount')::bigint = d.amount - d.withheld)`,
  },
  {
    name: 'payout_attempts_follow_refusals',
    says: 'Toss is asked under a new key only after it has refused under the one before',
    sql: `select p.withdrawal_id || '#' || nth as detail from payouts p cross join generate_series(1, p.attempt - 1) nth
      where not exists (select from toss_calls c where c.withdrawal_id = p.withdrawal_id and c.answered_at is not null
        and c.idempotency_key = 'payout:' || p.withdrawal_id || '#' || nth and c.code is not null)`,
  },
  {
    name: 'payouts_go_to_the_account_of_the_withdrawal',
    says: 'while Toss pays for a withdrawal, its seller holds the account that the withdrawal goes to',
    sql: `select p.withdrawal_id::text as detail from payouts p join withdrawals d on d.id = p.withdrawal_id
      join sellers s on s.user_id = p.user_id
      where d.status = 'SENDING' and p.attempt > 0 and (s.state <> 'HOLDING' or s.bank_account_id <> d.bank_account_id)`,
  },
  {
    name: 'canceled_withdrawals_are_not_paid',
    says: 'what its owner took back is not at Toss: every request for it was refused, and there will be no other, or Toss has said that it took it back',
    sql: `select d.id || ': ' || coalesce(p.payout_id, 'may be asked again') as detail from withdrawals d
      join payouts p on p.withdrawal_id = d.id
      where d.status = 'CANCELED' and case when p.payout_id is null then p.failure_code is null else not exists (
        select from toss_calls c where c.withdrawal_id = d.id and c.answered_at is not null and c.answer ->> 'status' = 'CANCELED'
          and c.answer ->> 'refPayoutId' = d.id::text) end`,
  },
  {
    name: 'open_withdrawals_are_not_forgotten',
    says: 'a withdrawal that can still change was looked at when its time came',
    sql: `select id::text as detail from withdrawals
      where next_check_at < :now::timestamptz - interval '15 minutes'`,
    atRest: true,
  },
  {
    name: 'manual_transfers_are_of_their_withdrawals',
    says: 'what operators carry by hand is a withdrawal that they were asked to carry, in its amount',
    sql: `select m.withdrawal_id || ': ' || m.amount || ' of ' || d.amount - d.withheld || ' by ' || coalesce(d.carrier, 'nobody') as detail
      from manual_transfers m join withdrawals d on d.id = m.withdrawal_id
      where d.carrier is distinct from 'manual' or m.amount <> d.amount - d.withheld`,
  },
  {
    name: 'manual_transfers_end_as_the_bank_says',
    says: "a withdrawal carried by hand ended as the bank's file says, once it was looked at",
    sql: `select d.id || ': ' || d.status || ', the bank says ' || m.state as detail
      from withdrawals d join manual_transfers m on m.withdrawal_id = d.id
      where (d.next_check_at is null or d.next_check_at > :now::timestamptz)
        and d.status <> case when m.state in ('WAITING', 'IN_FILE') then 'SENDING' else m.state end`,
    atRest: true,
  },
  {
    name: 'payees_are_as_the_tax_office_knows_them',
    says: 'whom Toss pays is the kind of business there that the files have',
    sql: `select s.user_id::text as detail from sellers s join businesses b on b.user_id = s.user_id
      where b.kind is distinct from
        case s.business_type when 'INDIVIDUAL' then 'none' when 'CORPORATE' then 'corporate' else 'sole' end`,
  },
]
