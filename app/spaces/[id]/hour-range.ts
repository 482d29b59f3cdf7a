import type { Slot } from '@/lib/space/slots'

/** Positions of the first and the last chosen hour. */
export type HourRange = { first: number; last: number }

/**
 * The range after one more tap: a first hour begins it, a second one stretches it there, as long as every hour between
 * is free; anything else begins anew. Tapping a single chosen hour again lets go of it.
 */
export function tapHour(slots: Slot[], chosen: HourRange | null, tapped: number): HourRange | null {
  if (!slots[tapped]?.available) return chosen
  if (!chosen) return { first: tapped, last: tapped }
  const single = chosen.first === chosen.last
  if (single && tapped === chosen.first) return null
  if (!single || tapped < chosen.first) return { first: tapped, last: tapped }
  const stretched = { first: chosen.first, last: tapped }
  return isFree(slots, stretched) ? stretched : { first: tapped, last: tapped }
}

/** Whether the range is one time without a gap, all of it available. */
export function isFree(slots: Slot[], { first, last }: HourRange): boolean {
  return slots
    .slice(first, last + 1)
    .every(
      (slot, index, all) =>
        slot.available && (index === 0 || all[index - 1]!.endAt.getTime() === slot.startAt.getTime()),
    )
}
