/** What a booking costs, in won: the hourly price is all-in, so that nothing is added to it. */
export function priceOf(hourlyPrice: bigint, hours: number): bigint {
  return hourlyPrice * BigInt(hours)
}
