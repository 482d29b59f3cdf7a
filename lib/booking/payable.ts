import type { Database } from '@/db/client'
import { PosPayError } from '@/lib/errors'
import { stopped } from '@/lib/settings/switches'
import { hasLapsed, type BookingRow } from './booking'

/** What paying needs to know of a booking. */
export type Payable = Pick<
  BookingRow,
  | 'id'
  | 'renterId'
  | 'ownerId'
  | 'status'
  | 'price'
  | 'feeRateBp'
  | 'releaseAt'
  | 'releasedAt'
  | 'expiresAt'
  | 'paidAt'
  | 'payKey'
> & { available: boolean; renterActive: boolean; stopped: boolean }

/** Named, so that each connection parses it once. */
const READ_PAYABLE = {
  name: 'payable_bookings',
  text: `select id, renter_id as "renterId", owner_id as "ownerId", status, price, fee_rate_bp as "feeRateBp",
      release_at as "releaseAt", released_at as "releasedAt", expires_at as "expiresAt", paid_at as "paidAt",
      pay_key as "payKey", available, renter_active as "renterActive",
      coalesce((select not s.on from switch_flips s where s.switch = 'pay' order by s.id desc limit 1), false) as stopped
    from payable_bookings($1)`,
}

export async function readPayable(db: Database, ids: string[]): Promise<Map<string, Payable>> {
  const { rows } = await db.$client.query<Payable & { price: string }>({ ...READ_PAYABLE, values: [ids] })
  return new Map(rows.map((row) => [row.id, { ...row, price: BigInt(row.price) }]))
}

/** Why it cannot be paid so; null when it can, or was with this very key. */
export function refusePayment(
  booking: Payable | undefined,
  { renterId, key }: { renterId: string; key: string },
  now: Date,
): PosPayError | null {
  if (booking?.renterId !== renterId) return new PosPayError('NOT_FOUND')
  if (booking.paidAt && booking.payKey === key) return null
  if (booking.status === 'EXPIRED' || hasLapsed(booking, now)) return new PosPayError('HOLD_EXPIRED')
  if (booking.status !== 'HELD')
    return new PosPayError('STATE_CONFLICT', { message: CONFLICTS[booking.status] })
  if (booking.stopped) return stopped('pay')
  if (!booking.renterActive) return new PosPayError('ACCOUNT_FROZEN')
  if (!booking.available) return new PosPayError('SPACE_UNAVAILABLE')
  return null
}

const CONFLICTS: Partial<Record<BookingRow['status'], string>> = {
  REQUESTED: '공간 등록자가 아직 예약을 받지 않았어요.',
  CONFIRMED: '이미 결제한 예약이에요.',
  COMPLETED: '이미 결제한 예약이에요.',
  CANCELED: '취소된 예약이에요.',
  DECLINED: '공간 등록자가 받지 않은 예약이에요.',
}
