import type pg from 'pg'
import { connect } from '@/db/client'
import { charge } from '@/lib/ledger/movements'
import { postSet } from '@/lib/ledger/post'
import { withClient } from '../postgres/roles'
import { createSpaces } from './bookings'
import { FIRST_DAY, POSTING } from './calendar'
import type { Server } from './server'
import { TEMPLATE } from './server'

export type People = { renters: string[]; owners: string[] }

/** Half of them rent, half of them own; each has five wallets. */
const USERS = 20_000
/** Won. Enough for whatever the rounds take out of one wallet. */
const CHARGED = 1_000_000_000n
const SET = 500

/** Puts users and their spaces into the template, and money into every renter's wallet the way a charge does, order and answer included. */
export async function createPeople(server: Server): Promise<People> {
  return withClient(server.urlOf('owner', TEMPLATE), async (owner) => {
    const people = await createUsers(owner)
    await createSpaces(owner, people)
    await chargeAll(server, await createPaidOrders(owner, people.renters))
    return people
  })
}

async function createUsers(owner: pg.Client): Promise<People> {
  await owner.query(
    `insert into users (id, email, name, customer_key, created_at)
      select gen_random_uuid(), 'user-' || n || '@bench.test', '사용자 ' || n, 'cus_' || n, $1 from generate_series(1, ${USERS}) n`,
    [FIRST_DAY],
  )
  const { rows } = await owner.query<{ id: string }>('select id from users order by created_at, id')
  const ids = rows.map(({ id }) => id)
  return { renters: ids.slice(0, USERS / 2), owners: ids.slice(USERS / 2) }
}

type Order = { id: string; user_id: string }

async function createPaidOrders(owner: pg.Client, renters: string[]): Promise<Order[]> {
  const { rows } = await owner.query<Order>(
    `insert into orders (id, user_id, amount, status, payment_key_fingerprint, method, created_at, expires_at, confirming_at, approved_at, updated_at)
      select 'ord_' || replace(gen_random_uuid()::text, '-', ''), renter, $2, 'DONE', renter::text, 'CARD', $3, $3, $3, $3, $3
      from unnest($1::uuid[]) renter returning id, user_id`,
    [renters, CHARGED, FIRST_DAY],
  )
  await owner.query(
    `insert into toss_calls (id, order_id, operation, idempotency_key, request_hash, request_id, started_at, answered_at, http_status, answer)
      select gen_random_uuid(), id, 'confirm', id, 'bench', 'bench', created_at, created_at, 200,
        jsonb_build_object('status', 'DONE', 'orderId', id, 'totalAmount', amount) from orders`,
  )
  return rows
}

async function chargeAll(server: Server, orders: Order[]): Promise<void> {
  const db = connect(server.urlOf('app', TEMPLATE), { max: 1, applicationName: 'pospay-bench' })
  const movements = orders.map(({ id, user_id }) =>
    charge({ user: user_id, orderId: id, amount: CHARGED, occurredAt: FIRST_DAY }),
  )
  for (let from = 0; from < movements.length; from += SET) {
    const by = { ...POSTING, now: () => FIRST_DAY }
    await postSet(
      db,
      movements.slice(from, from + SET).map((movement) => ({ by, movement })),
    )
  }
  await db.$client.end()
}
