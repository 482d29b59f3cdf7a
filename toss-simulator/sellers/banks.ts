/** Toss: the banks of payouts, by the three digits of the clearing house. */
const BANKS = new Set(
  '002 003 004 007 011 012 020 023 027 031 032 034 035 037 039 045 048 050 054 064 071 081 088 089 090 092 295'.split(
    ' ',
  ),
)

/** The three digits of a bank; Toss also takes two. Undefined for none that it knows. */
export function findPayoutBank(code: unknown): string | undefined {
  const digits = typeof code === 'string' && /^\d{2,3}$/.test(code) ? code.padStart(3, '0') : ''
  return BANKS.has(digits) ? digits : undefined
}

/** Toss: numbers that a seller may be registered with, and whose bank refuses every payout. Why is our invention. */
const FAILING: Record<string, string> = {
  '295 77701777777': 'NOT_AVAILABLE_BANK',
  '011 3025353430761': 'INVALID_ACCOUNT_NUMBER_OR_UNAVAILABLE',
  '002 02004240994312': 'ALREADY_CLOSE_ACCOUNT',
}

/** The code a bank refuses payouts to this account with; null where they arrive. */
export function bankRefusal({
  bankCode,
  accountNumber,
}: {
  bankCode: string
  accountNumber: string
}): string | null {
  return FAILING[`${bankCode} ${accountNumber}`] ?? null
}
