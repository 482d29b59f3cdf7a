import type { Model } from './model'
import type { World } from './world'

/** The wallets and orders of a sequence's people, as the model holds them. */
export function modelState({ people, orders, bookings, refunds, withdrawals, adjustments }: Model): unknown {
  return {
    wallets: people.map(({ wallets }) =>
      Object.fromEntries(Object.entries(wallets).map(([kind, balance]) => [kind, String(balance)])),
    ),
    orders: Object.fromEntries(orders.map(({ id, amount, status }) => [id, `${amount} ${status}`])),
    refunds: Object.fromEntries(refunds.all.map(({ id, amount, status }) => [id, `${amount} ${status}`])),
    withdrawals: Object.fromEntries(
      withdrawals.all.map(({ id, amount, withheld, status }) => [id, `${amount} ${withheld} ${status}`]),
    ),
    adjustments: Object.fromEntries(adjustments.map(({ id, status }) => [id, status])),
    bookings: Object.fromEntries(
      bookings.all.map(({ id, status, price, refunded, released }) => [
        id,
        `${status} ${price} ${refunded} ${released}`,
      ]),
    ),
  }
}

const STATE = `select
  (select json_object_agg(user_id, wallets) from (
    select user_id, json_object_agg(kind, balance::text) as wallets from wallets where user_id = any ($1) group by user_id) w) as wallets,
  (select coalesce(json_object_agg(id, amount || ' ' || status), '{}') from orders where user_id = any ($1)) as orders,
  (select coalesce(json_object_agg(id, amount || ' ' || status), '{}') from charge_refunds where user_id = any ($1)) as refunds,
  (select coalesce(json_object_agg(id, concat_ws(' ', amount, withheld, status)), '{}') from withdrawals where user_id = any ($1)) as withdrawals,
  (select coalesce(json_object_agg(id, status), '{}') from adjustments where legs->0->>'user' = any ($1::uuid[]::text[])) as adjustments,
  (select coalesce(json_object_agg(id, concat_ws(' ', status, price, refunded, case when released_at is null then 'false' else 'true' end)), '{}')
    from bookings where renter_id = any ($1)) as bookings`

/** The same, as the database holds them. */
export async function readState({ superuser }: World, { people }: Model): Promise<unknown> {
  const ids = people.map(({ id }) => id)
  const { rows } = await superuser.query({ name: 'state', text: STATE, values: [ids] })
  const { wallets, ...rest } = rows[0] as { wallets: Record<string, unknown> }
  return { wallets: ids.map((id) => wallets[id]), ...rest }
}

/** What the sequence's people have moved on the platform's accounts. */
export async function readPlatform({ superuser }: World, { people }: Model): Promise<Map<string, bigint>> {
  const { rows } = await superuser.query<{ account: string; total: string }>(
    `select e.account, sum(e.amount)::text as total from transactions t join entries e on e.transaction_id = t.id
      where e.wallet_id is null and (t.order_id in (select id from orders where user_id = any ($1))
        or split_part(t.reference, '#', 1) in (select id::text from bookings where renter_id = any ($1))
        or t.reference in (select id::text from withdrawals where user_id = any ($1)))
      group by e.account`,
    [people.map(({ id }) => id)],
  )
  return new Map(rows.map(({ account, total }) => [account, BigInt(total)]))
}
