/** What Toss's documentation leaves open, as switches. The README names the evidence for each default. */
export interface Rules {
  /** How long a confirm takes, in real milliseconds. A second one in that time meets "already running". */
  processingMs: number
  /** The code of a confirm whose amount differs from the one the window was opened with. */
  amountMismatchCode: string
  /** Whether a 5xx answer is bound to its Idempotency-Key like every other answer. */
  bindServerErrors: boolean
  /** How many requests a minute each API takes from a key; null takes any number. Toss: 100 with test keys. */
  requestsPerMinute: number | null
  /** Whether there are settlements with test keys. Toss: with live keys only. */
  settlesTestKeys: boolean
  /** Whether the shop has the contract by which a payment is settled only once it asks for that. */
  manualSettlement: boolean
}

export const DEFAULT_RULES: Rules = {
  processingMs: 150,
  amountMismatchCode: 'INVALID_REQUEST',
  bindServerErrors: false,
  requestsPerMinute: null,
  settlesTestKeys: true,
  manualSettlement: false,
}
