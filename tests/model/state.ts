import type { Model } from './model'
import type { World } from './world'

/** The wallets and orders of a sequence's people, as the model holds them. */
export function modelState({ people, orders }: Model): unknown {
  return {
    wallets: people.map(({ wallets }) =>
      Object.fromEntries(Object.entries(wallets).map(([kind, balance]) => [kind, String(balance)])),
    ),
    orders: Object.fromEntries(orders.map(({ id, amount, status }) => [id, `${amount} ${status}`])),
  }
}

const STATE = `select
  (select json_object_agg(user_id, wallets) from (
    select user_id, json_object_agg(kind, balance::text) as wallets from wallets where user_id = any ($1) group by user_id) w) as wallets,
  (select coalesce(json_object_agg(id, amount || ' ' || status), '{}') from orders where user_id = any ($1)) as orders`

/** The same, as the database holds them. */
export async function readState({ superuser }: World, { people }: Model): Promise<unknown> {
  const ids = people.map(({ id }) => id)
  const { rows } = await superuser.query({ name: 'state', text: STATE, values: [ids] })
  const { wallets, orders } = rows[0] as { wallets: Record<string, unknown>; orders: unknown }
  return { wallets: ids.map((id) => wallets[id]), orders }
}

/** What the sequence's people have moved on the platform's accounts. */
export async function readPlatform({ superuser }: World, { people }: Model): Promise<Map<string, bigint>> {
  const { rows } = await superuser.query<{ account: string; total: string }>(
    `select e.account, sum(e.amount)::text as total from orders o
      join transactions t on t.order_id = o.id join entries e on e.transaction_id = t.id
      where o.user_id = any ($1) and e.wallet_id is null group by e.account`,
    [people.map(({ id }) => id)],
  )
  return new Map(rows.map(({ account, total }) => [account, BigInt(total)]))
}
