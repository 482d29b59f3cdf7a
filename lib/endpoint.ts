import type { z } from 'zod'
import type { ErrorCode } from './errors'

/** What one method on one path of `/api/v1` takes and answers: its route runs by it, its documentation is made of it. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`, its parameters in braces. */
  path: `/${string}`
  summary: string
  /** By session cookie or Bearer token. */
  login: boolean
  /**
   * Asks for an Idempotency-Key. `once`: a repeat gets the first answer, kept beside. `by itself`: what the request
   * changes keeps the key with it, and the verb tells a repeat; nothing is written twice.
   */
  idempotent?: 'once' | 'by itself'
  query?: z.ZodObject
  body?: z.ZodObject
  /** Takes a file of one of these types as it is, in place of JSON. */
  upload?: { types: string[]; maxBytes: number }
  /** By status. */
  answers: Record<number, z.ZodType>
  /** What its verb refuses with, beyond what every endpoint of its kind does (`refusalsOf`). */
  refusals?: ErrorCode[]
}

export function endpoint<const E extends Endpoint>(declared: E): E {
  return declared
}

/** The names in a path's braces. */
type ParamName<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamName<Rest>
  : never

export type Params<E extends Endpoint> = Record<ParamName<E['path']>, string>

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

export type Body<E extends Endpoint> = Parsed<E['body']>

export type Query<E extends Endpoint> = Parsed<E['query']>

export type StatusOf<E extends Endpoint> = keyof E['answers'] & number

/** An answer with one of the declared statuses, its body as the product knows it. */
export type AnswerOf<E extends Endpoint, Status extends StatusOf<E>> = {
  status: Status
  body: Parsed<E['answers'][Status]>
  /** The answer that a request with this key got before. */
  replayed?: boolean
}

/** Every code that an endpoint may refuse with: what comes of its kind, and what its verb adds. */
export function refusalsOf(endpoint: Endpoint): ErrorCode[] {
  const { method, path, login, idempotent, query, body, upload, refusals = [] } = endpoint
  const codes = new Set<ErrorCode>(['RATE_LIMITED', 'TRY_AGAIN', ...refusals])
  if (login) codes.add('UNAUTHENTICATED')
  if (login && method !== 'GET') codes.add('CSRF_REJECTED')
  if (path.includes('{')) codes.add('NOT_FOUND')
  if (query || body) codes.add('INVALID_REQUEST')
  if (body && 'amount' in body.shape) codes.add('INVALID_AMOUNT')
  if (body || upload) codes.add('PAYLOAD_TOO_LARGE').add('UNSUPPORTED_MEDIA_TYPE')
  if (idempotent) codes.add('IDEMPOTENCY_KEY_REQUIRED')
  if (idempotent === 'once') codes.add('IDEMPOTENCY_MISMATCH').add('REQUEST_IN_PROGRESS')
  return [...codes]
}
