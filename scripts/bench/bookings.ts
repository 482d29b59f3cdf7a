import type pg from 'pg'
import { FIRST_DAY } from './calendar'
import type { People } from './people'
import type { Pick } from './popularity'

/** Hours from here on are booked one by one, so that no two bookings are ever in each other's way. */
const FIRST_HOUR = '2030-01-01T00:00:00Z'

/** One space for every owner. */
export async function createSpaces(owner: pg.Client | pg.Pool, { owners }: People): Promise<void> {
  await owner.query(
    `insert into spaces (id, owner_id, kind, name, address, description, capacity, hourly_price, refund_preset, instant, created_at, updated_at)
      select gen_random_uuid(), o, 'meeting', '회의실', '서울', '', 8, 10000, 'flexible', true, $2, $2 from unnest($1::uuid[]) o`,
    [owners, FIRST_DAY],
  )
}

export type Held = { bookingId: string; renterId: string }

/** Bookings that wait for their payment, made beforehand, so that paying is all that is measured. */
export class HeldBookings {
  private held: Held[] = []
  /** Counts for all, whichever book they are in. */
  private static hours = 0

  constructor(
    private readonly owner: pg.Pool,
    private readonly people: People,
    private readonly renter: Pick,
    private readonly ownerOf: Pick,
    /** Won: prices are one to a hundred of these. */
    private readonly priceStep = 1000,
  ) {}

  /** Sees to it that so many are there. */
  async refill(count: number): Promise<void> {
    const missing = count - this.held.length
    if (missing <= 0) return
    const picks = Array.from({ length: missing }, () => ({
      renter: this.people.renters[this.renter()]!,
      owner: this.people.owners[this.ownerOf()]!,
    }))
    const { rows } = await this.owner.query<{ id: string; renter_id: string }>(
      `insert into bookings (id, space_id, owner_id, renter_id, starts_at, ends_at, status, price, fee_rate_bp, refund_steps,
          created_at, expires_at, updated_at)
        select uuidv7(), s.id, p.owner, p.renter, h.hour, h.hour + interval '1 hour', 'HELD',
          $5 * (1 + floor(random() * 100))::bigint, 1000, '[{"daysBefore":0,"percent":0}]', now(), '2040-01-01', now()
        from unnest($1::uuid[], $2::uuid[]) with ordinality p (renter, owner, n) join spaces s on s.owner_id = p.owner
          cross join lateral (select $3::timestamptz + (p.n + $4) * interval '1 hour' as hour) h
        returning id, renter_id`,
      [
        picks.map(({ renter }) => renter),
        picks.map(({ owner }) => owner),
        FIRST_HOUR,
        HeldBookings.hours,
        this.priceStep,
      ],
    )
    HeldBookings.hours += missing
    this.held.push(...rows.map(({ id, renter_id }) => ({ bookingId: id, renterId: renter_id })))
  }

  /** Throws when they were used up faster than anybody thought. */
  take(): Held {
    const next = this.held.pop()
    if (!next) throw new RangeError('no held booking is left')
    return next
  }
}
