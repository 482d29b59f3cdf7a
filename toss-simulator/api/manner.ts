import { errorAnswer } from '@/toss-simulator/api/error-answer'
import { inEnglish, wantsEnglish } from '@/toss-simulator/api/english'
import { TossError } from '@/toss-simulator/errors'
import { jsonAnswer, type Answer, type Request } from '@/toss-simulator/http/message'

/** How an API is spoken: how its requests are read, and its answers written. */
export interface Manner {
  /** The body of the request, readable. */
  open(): string
  answer(value: unknown): Answer
  refuse(error: unknown): Answer
}

/** The first version: JSON, and in English for who wants it. */
export function plainManner({ method, headers, body }: Request): Manner {
  const english = wantsEnglish(headers['accept-language'])
  return {
    open() {
      if (method === 'POST') checkContentType(headers['content-type'])
      return body
    },
    answer(value) {
      if (value === undefined) return { status: 200, headers: {}, body: '' }
      return jsonAnswer(200, english ? inEnglish(value) : value)
    },
    refuse: (error) => errorAnswer(error, english),
  }
}

function checkContentType(contentType: string | undefined): void {
  if (!/^application\/json\b/i.test(contentType ?? '')) throw new TossError('INVALID_REQUEST')
}
