/** Toss: where the three digits of payouts are not those of the core API with a nought before them. */
const OWN_DIGITS: Record<string, string> = { '06': '004' }

const BANKS = new Set(
  '02 03 06 07 11 12 20 23 27 31 32 34 35 37 39 45 48 50 54 64 71 81 88 89 90 92'.split(' '),
)

/** The bank's code for payouts, from the core API's two characters; null for one that Toss does not list for them. */
export function payoutBankCode(bankCode: string): string | null {
  if (!BANKS.has(bankCode)) return null
  return OWN_DIGITS[bankCode] ?? `0${bankCode}`
}
