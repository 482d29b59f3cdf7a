import { assertNoOpenTx } from '@/db/client'
import { toJsonAmount } from '@/lib/money'
import { errorSchema } from './payment'

/** What Toss answered with in place of what was asked for. */
export type Failed =
  { kind: 'error'; httpStatus: number; code: string } | { kind: 'unanswered'; reason: string }

/**
 * What came back. `unanswered` covers all that is not a whole answer of Toss's: a time-out, a broken connection,
 * a proxy's error page, JSON of another shape. The request may or may not have taken effect.
 */
export type Answer<Success> = Success | Failed

/** Where Toss is, and the key that says who we are. */
export type Place = { baseUrl: string; secretKey: string }

const MAX_ANSWER_BYTES = 1024 * 1024

/** Reads the body of a success; null for one of another shape. */
export type ReadBody<Success> = (httpStatus: number, body: string) => Success | null

/**
 * How Toss is asked with one key. Errors come back as answers; it only throws when called inside a tx. `unwrap` takes
 * the answer out of what it came in.
 */
export function createCaller({ baseUrl, secretKey }: Place, unwrap = (body: string) => body) {
  // Toss: the secret key as user name, an empty password, so the colon stays.
  const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`

  return async function call<Success>(
    path: string,
    init: RequestInit,
    timeoutMs: number,
    read: ReadBody<Success>,
  ): Promise<Answer<Success>> {
    assertNoOpenTx('a call to Toss')
    try {
      const response = await fetch(new URL(path, baseUrl), {
        ...init,
        // Enum values and messages turn English with another language.
        headers: { authorization, 'accept-language': 'ko', ...init.headers },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      return understand(response.status, unwrap(await readBounded(response)), read)
    } catch (error) {
      return { kind: 'unanswered', reason: reasonOf(error) }
    }
  }
}

/** A request that changes something, under our key. */
export function toAction(idempotencyKey: string, fields: Record<string, unknown>): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: toJson(fields),
  }
}

export function toJson(fields: unknown): string {
  return JSON.stringify(fields, (name, value: unknown) => {
    if (value === undefined) throw new TypeError(`no ${name} in a request to Toss`)
    return typeof value === 'bigint' ? toJsonAmount(value) : value
  })
}

function understand<Success>(httpStatus: number, body: string, read: ReadBody<Success>): Success | Failed {
  if (200 <= httpStatus && httpStatus < 300)
    return read(httpStatus, body) ?? { kind: 'unanswered', reason: 'unexpected shape' }
  const error = errorSchema.safeParse(JSON.parse(body))
  return error.success
    ? { kind: 'error', httpStatus, code: error.data.code }
    : { kind: 'unanswered', reason: 'unexpected shape' }
}

/** The body as text; throws beyond the cap, so that no answer can fill the memory. */
async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_ANSWER_BYTES) throw new Error('answer too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'not JSON'
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout'
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined
  return cause?.code ?? (error instanceof Error ? error.message.slice(0, 80) : 'failed')
}
