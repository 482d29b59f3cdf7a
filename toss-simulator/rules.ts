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
  /**
   * Whether payouts are as with live keys. Toss with test keys: only companies can be registered, nobody passes the
   * check of who they are, and a balance says nothing of what is pending.
   */
  paysOutAsLive: boolean
  /** How long a payout is on its way, in milliseconds of the simulator's clock. */
  payoutMs: number
  /** Whether an EXPRESS payout waits as REQUESTED first; Toss's own pages disagree. */
  expressWaits: boolean
  /** Whether a `refPayoutId` is refused the second time. Nobody says so, and where it is not, money goes out twice. */
  refusesUsedReference: boolean
  /** Whether webhooks are signed with the security key's 64 characters rather than with its 32 bytes. */
  signsWithText: boolean
}

export const DEFAULT_RULES: Rules = {
  processingMs: 150,
  amountMismatchCode: 'INVALID_REQUEST',
  bindServerErrors: false,
  requestsPerMinute: null,
  settlesTestKeys: true,
  manualSettlement: false,
  paysOutAsLive: true,
  payoutMs: 60_000,
  expressWaits: false,
  refusesUsedReference: false,
  signsWithText: false,
}
