import { v7 } from 'uuid'

type Query = (text: string, values?: unknown[]) => Promise<{ id?: string }[]>

/** A space as its owner's form would have made it, put straight into the database: open every day from 9 to 22. */
export async function plantSpace(
  query: Query,
  ownerEmail: string,
  given: Record<string, unknown>,
): Promise<string> {
  const now = new Date()
  const space = {
    id: v7(),
    kind: 'meeting',
    name: '모퉁이 회의실',
    address: '서울 서초구 서초대로77길 17',
    description: '',
    capacity: 8,
    hourly_price: 20_000,
    refund_preset: 'flexible',
    instant: true,
    created_at: now,
    updated_at: now,
    ...given,
  }
  const columns = Object.keys(space)
  const places = columns.map((_, index) => `$${index + 2}`)
  await query(
    `insert into spaces (owner_id, ${columns.join(', ')}) select id, ${places.join(', ')} from users where email = $1`,
    [ownerEmail, ...Object.values(space)],
  )
  await query(
    'insert into space_hours (space_id, weekday, opens_at, closes_at) select $1, day, 9, 22 from generate_series(0, 6) day',
    [space.id],
  )
  return space.id
}
