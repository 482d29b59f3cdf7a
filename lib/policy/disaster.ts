/** While it is on, bookings of a struck time and place come back in full. `area` is part of an address; '' is everywhere. */
export type Disaster = { from: Date; to: Date; area: string } | null

export function inDisaster(disaster: Disaster, { startAt, address }: { startAt: Date; address: string }) {
  if (!disaster) return false
  return disaster.from <= startAt && startAt < disaster.to && address.includes(disaster.area)
}
