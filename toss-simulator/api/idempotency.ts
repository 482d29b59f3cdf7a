import { createHash } from 'node:crypto'
import { TossError } from '@/toss-simulator/errors'
import type { Answer, Request } from '@/toss-simulator/http/message'
import type { Simulator } from '@/toss-simulator/simulator'

const KEY_LIMIT = 300
const LIFE_MS = 15 * 24 * 60 * 60 * 1000

/**
 * Runs a POST at most once per Idempotency-Key, secret key, URL and method; the body is no part of it.
 * A repeat within 15 days gets the first answer to the byte, refusals included.
 * @throws {TossError} INVALID_IDEMPOTENCY_KEY beyond 300 characters, IDEMPOTENT_REQUEST_PROCESSING while the first runs
 */
export async function idempotently(
  simulator: Simulator,
  request: Request,
  secretKey: string,
  traceId: string,
  execute: () => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers['idempotency-key']
  if (request.method !== 'POST' || !key) return execute()
  if (key.length > KEY_LIMIT) throw new TossError('INVALID_IDEMPOTENCY_KEY')
  const id = identify(key, secretKey, request)
  const first = simulator.store.findIdempotency(id)
  const now = simulator.clock.now()
  if (first && now < first.usedAt + LIFE_MS) {
    return withKey(key, {
      status: first.status,
      headers: {
        'content-type': first.contentType ?? 'application/json;charset=UTF-8',
        'x-tosspayments-trace-id': `${traceId}, ${first.traceId}`,
      },
      body: first.body,
    })
  }
  if (simulator.running.has(id)) throw new TossError('IDEMPOTENT_REQUEST_PROCESSING')
  simulator.running.add(id)
  try {
    const answer = await execute()
    if (isBound(simulator, answer.status)) {
      const { status, body, headers } = answer
      const contentType = headers['content-type']
      simulator.store.saveIdempotency({ id, usedAt: now, traceId, status, contentType, body })
    }
    return withKey(key, answer)
  } finally {
    simulator.running.delete(id)
  }
}

function isBound(simulator: Simulator, status: number): boolean {
  return status < 500 ? status !== 409 && status !== 429 : simulator.rules.bindServerErrors
}

function withKey(key: string, answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'idempotency-key': key } }
}

function identify(key: string, secretKey: string, { method, path, search }: Request): string {
  return createHash('sha256')
    .update(JSON.stringify([key, secretKey, method, path, search]))
    .digest('hex')
}
