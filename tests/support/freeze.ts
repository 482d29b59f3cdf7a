import { expect } from 'vitest'
import { newCustomerKey, newId } from '@/lib/ids'

type Query = (text: string, values: unknown[]) => Promise<unknown>
type Pool = { db: { $client: { query: Query } } }

const REASON = '거래를 확인하고 있어요.'

/** How somebody who was stopped so is refused: with the reason that they were given. */
export const REFUSED_WITH_REASON = {
  code: 'ACCOUNT_FROZEN',
  message: expect.stringContaining(`이유: ${REASON}`) as string,
}

/** Stops somebody's account, as an operator of their own would: how that is done is another test's matter. */
export async function plantFreeze({ db }: Pool, userId: string): Promise<void> {
  const operatorId = newId()
  await db.$client.query(
    `insert into users (id, name, customer_key, created_at) values ($1, '박서준', $2, now())`,
    [operatorId, newCustomerKey()],
  )
  await db.$client.query(
    `insert into freezes (id, user_id, reason, frozen_by, frozen_at) values ($1, $2, $3, $4, now())`,
    [newId(), userId, REASON, operatorId],
  )
  await db.$client.query(`update users set status = 'frozen' where id = $1`, [userId])
}

export async function liftFreeze({ db }: Pool, userId: string): Promise<void> {
  await db.$client.query(
    `update freezes set lift_reason = '확인을 마쳤어요.', lift_asked_by = frozen_by, lift_asked_at = frozen_at,
      lifted_by = frozen_by, lifted_at = frozen_at, held = 0, second_above = 0
      where user_id = $1 and lifted_at is null`,
    [userId],
  )
  await db.$client.query(`update users set status = 'active' where id = $1`, [userId])
}
