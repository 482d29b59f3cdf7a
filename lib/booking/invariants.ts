import type { Invariant } from '@/lib/ledger/invariants'

/** What the platform keeps of a price, and of that what went back with what was refunded. */
const FEE = '(b.price * b.fee_rate_bp / 10000)'
const FEE_BACK = `(${FEE} * b.refunded / b.price)`

/** What a booking's transactions of one type moved: to and from its people, and as our fee. */
const moved = (types: string, reference: string) => `left join lateral (
    select count(distinct t.id) as posted,
      coalesce(sum(e.amount) filter (where w.user_id = b.renter_id), 0) as renter,
      coalesce(sum(e.amount) filter (where w.user_id = b.owner_id), 0) as owner,
      count(*) filter (where w.user_id not in (b.renter_id, b.owner_id)) as strangers,
      coalesce(sum(e.amount) filter (where e.account in ('fee_revenue', 'vat_payable')), 0) as fee
    from transactions t join entries e on e.transaction_id = t.id left join wallets w on w.id = e.wallet_id
    where t.type ${types} and ${reference}) m on true`

/** What bookings and the book promise about each other. */
export const BOOKING_INVARIANTS: Invariant[] = [
  {
    name: 'paid_bookings_are_posted',
    says: 'a booking is paid exactly when its payment is posted, to the won, between its two people and us',
    sql: `select b.id || ': ' || b.status as detail from bookings b ${moved("= 'payment'", 't.reference = b.id::text')}
      where case when b.paid_at is null then m.posted > 0
        else m.posted <> 1 or m.strangers > 0 or m.renter <> -b.price or m.fee <> ${FEE} or m.owner <> b.price - ${FEE} end`,
  },
  {
    name: 'refunds_are_posted',
    says: 'what a booking says was refunded is what its refunds moved, with the same share of the fee',
    sql: `select b.id || ': ' || b.refunded as detail from bookings b
      ${moved("= 'refund'", "t.reference = any (array(select b.id || '#' || n from generate_series(1, greatest(b.refunds, 1)) n))")}
      where b.paid_at is not null and (m.posted <> b.refunds or m.strangers > 0 or m.renter <> b.refunded
        or m.fee <> -${FEE_BACK} or m.owner <> ${FEE_BACK} - b.refunded)`,
  },
  {
    name: 'bookings_own_their_transactions',
    says: 'every payment, refund and release belongs to a booking that was paid',
    sql: `select t.type || ' ' || t.reference as detail from transactions t
      left join bookings b on b.id::text = split_part(t.reference, '#', 1)
      where t.seq > :since and t.type in ('payment', 'refund', 'release') and (b.paid_at is null
        or (t.type = 'refund' and split_part(t.reference, '#', 2)::int > b.refunds))`,
  },
  {
    name: 'pending_is_unreleased',
    says: 'what waits in pending is what is left of the earnings of paid bookings that are not released',
    sql: `select w.user_id || ': ' || w.balance as detail from wallets w
      left join (select b.owner_id, sum(b.price - ${FEE} - (b.refunded - ${FEE_BACK})) as waiting from bookings b
        where b.paid_at is not null and b.release_at is not null and b.released_at is null group by b.owner_id) u
        on u.owner_id = w.user_id
      where w.kind = 'pending' and w.balance <> coalesce(u.waiting, 0)`,
    wholeBook: true,
  },
  {
    name: 'no_balance_beside_charge_debt',
    says: 'whoever owes for a charge that was taken back has no balance to spend',
    sql: `select d.user_id::text as detail from wallets d join wallets w on w.user_id = d.user_id and w.kind = 'balance'
      where d.kind = 'charge_debt' and d.balance < 0 and w.balance > 0`,
  },
  {
    name: 'waiting_bookings_end',
    says: 'a booking that waited in vain has ended, and one that was used is completed',
    sql: `select b.id::text as detail from bookings b left join orders o on o.id = b.order_id
      where (b.status in ('REQUESTED', 'HELD') and b.expires_at < :now::timestamptz - interval '5 minutes'
          and o.status is distinct from 'CONFIRMING')
        or (b.status = 'CONFIRMED' and b.ends_at < :now::timestamptz - interval '5 minutes')`,
    atRest: true,
  },
  {
    name: 'due_earnings_are_released',
    says: 'earnings whose settlement delay is over are withdrawable',
    sql: `select id::text as detail from bookings where paid_at is not null and released_at is null
      and release_at < :now::timestamptz - interval '10 minutes'`,
    atRest: true,
  },
  {
    name: 'payments_are_told',
    says: 'both sides of a booking that stands paid have been told, or a job is about to',
    sql: `select b.id::text as detail from bookings b where b.status in ('CONFIRMED', 'COMPLETED')
      and not exists (select from untold_payments u where u.booking_id = b.id)
      and 2 <> (select count(*) from notifications n where n.subject = b.id::text
        and (n.user_id, n.kind) in ((b.renter_id, 'booking.confirmed'), (b.owner_id, 'booking.sold')))`,
  },
]
