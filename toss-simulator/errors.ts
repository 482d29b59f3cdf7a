import { englishMessage, findError } from '@/toss-simulator/error-table'

const UNDOCUMENTED_STATUS = 400

/**
 * A refusal in Toss's words. Status and message come from the table of documented codes unless given;
 * a code that is not in it is answered as 400.
 */
export class TossError extends Error {
  readonly status: number
  private readonly ownMessage: boolean

  constructor(
    readonly code: string,
    given: { message?: string; status?: number } = {},
  ) {
    const entry = findError(code)
    super(given.message ?? entry?.message ?? '알 수 없는 오류입니다.')
    this.status = given.status ?? entry?.status ?? UNDOCUMENTED_STATUS
    this.ownMessage = given.message !== undefined
  }

  /** Toss's error body; in English only where the English text is known. */
  body(english: boolean): { code: string; message: string } {
    const translated = english && !this.ownMessage ? englishMessage(this.code) : undefined
    return { code: this.code, message: translated ?? this.message }
  }
}
