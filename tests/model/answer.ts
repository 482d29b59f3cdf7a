import { PosPayError, type ErrorCode } from '@/lib/errors'

/** What a verb answered: its result, or the code of its refusal. Anything else that is thrown stays thrown. */
export async function answerOf<T extends object>(work: Promise<T>): Promise<T | { code: ErrorCode }> {
  return work.catch((error: unknown) => {
    if (error instanceof PosPayError) return { code: error.code }
    throw error
  })
}
