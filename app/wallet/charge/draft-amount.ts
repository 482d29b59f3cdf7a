/** What the buyer is typing: digits only, as a whole number of won; null while the field is empty. */
export type DraftAmount = bigint | null

/** No amount on this page has more digits; beyond it the field stops growing. */
const MAX_DIGITS = 10

/** Reads a typed or pasted amount: `50,000원` → 50000n, `５０,０００` too. Anything that is not a digit is dropped. */
export function parseDraft(text: string): DraftAmount {
  const digits = text.normalize('NFKC').replace(/\D/g, '').slice(0, MAX_DIGITS)
  return digits ? BigInt(digits) : null
}

/** Adds a preset, never beyond what may be charged now. */
export function addPreset(draft: DraftAmount, preset: bigint, max: bigint): bigint {
  const sum = (draft ?? 0n) + preset
  return sum < max ? sum : max
}

export type DraftProblem = 'empty' | 'below-min' | 'above-max'

export function draftProblem(draft: DraftAmount, limits: { min: bigint; max: bigint }): DraftProblem | null {
  if (draft === null) return 'empty'
  if (draft < limits.min) return 'below-min'
  if (draft > limits.max) return 'above-max'
  return null
}
