import { cookies } from 'next/headers'
import { z } from 'zod'
import { sessionCookieName } from './auth'
import type { Ctx } from './context'
import type { AnswerOf, Body, Endpoint, Params, Query, StatusOf } from './endpoint'
import { PosPayError } from './errors'
import { once, type Answer } from './idempotency/once'
import { readSession, type SessionUser } from './identity/session'
import { countAgainst } from './policy/rate-limit'
import { readBounded } from './read-bounded'
import { toRefusal } from './refusal'
import { REQUEST_ID_HEADER, requestContext, requireSameOrigin } from './request'

const MAX_BODY_BYTES = 64 * 1024
/** Methods that change nothing. */
const READING = ['GET', 'HEAD']
const KEY_SHAPE = /^[\x20-\x7e]{16,255}$/

type Next = { params: Promise<Record<string, string>> }
/** A route's function, with what it documents. */
type Handler = ((request: Request, next: Next) => Promise<Response>) & { endpoint: Endpoint }
type Input<E extends Endpoint> = {
  ctx: Ctx
  query: Query<E>
  body: Body<E>
  params: Params<E>
  headers: Headers
  /** What was uploaded; empty where nothing is. */
  file: Buffer
}

type Reply = Answer & { replayed?: boolean }

/** A JSON endpoint that needs no login. */
export function publicRoute<E extends Endpoint & { login: false }, Status extends StatusOf<E>>(
  endpoint: E,
  run: (input: Input<E>) => Promise<AnswerOf<E, Status>>,
): Handler {
  return handler(endpoint, async (request, params) => {
    const ctx = requestContext(request.headers)
    await countAgainst(ctx, 'requestFromAddress', ctx.address ?? 'unknown')
    const input = await readInput(endpoint, request)
    return encode(endpoint, await run({ ctx, ...input, params: params as Params<E> }))
  })
}

/**
 * A JSON endpoint of a logged-in user, by session cookie or Bearer token; a cookie makes the Origin count. Ownership
 * is checked by the verb.
 */
export function userRoute<E extends Endpoint & { login: true }, Status extends StatusOf<E>>(
  endpoint: E,
  run: (input: Input<E> & { user: SessionUser; idempotencyKey: string }) => Promise<AnswerOf<E, Status>>,
): Handler {
  return handler(endpoint, async (request, named) => {
    const anonymous = requestContext(request.headers)
    await countAgainst(anonymous, 'requestFromAddress', anonymous.address ?? 'unknown')
    const user = await authenticate(anonymous, request)
    const ctx = requestContext(request.headers, user.id)
    const params = named as Params<E>
    const idempotencyKey = endpoint.idempotent ? requireKey(request.headers) : ''
    const input = await readInput(endpoint, request)
    const answer = async () => encode(endpoint, await run({ ctx, user, ...input, params, idempotencyKey }))
    if (endpoint.idempotent !== 'once') return answer()
    const route = `${request.method} ${new URL(request.url).pathname}`
    return once(ctx, { userId: user.id, route, key: idempotencyKey, body: toJson(input.body) }, async () => {
      try {
        return await answer()
      } catch (error) {
        // A refusal is an answer too: the same key gets the same one again.
        const refusal = toRefusal(error, ctx.requestId)
        if (refusal.status >= 500 || refusal.retryAfterSeconds !== null) throw refusal
        return { status: refusal.status, body: errorBody(refusal, ctx.requestId) }
      }
    })
  })
}

async function readInput<E extends Endpoint>(endpoint: E, request: Request) {
  return {
    query: readQuery(request, endpoint.query) as Query<E>,
    body: (await readBody(request, endpoint.body)) as Body<E>,
    file: await readUpload(request, endpoint.upload),
    headers: request.headers,
  }
}

/** An answer as its schema writes it: what the endpoint does not document is left out. */
function encode({ answers }: Endpoint, { status, body, replayed }: Reply): Reply {
  return { status, body: z.encode(answers[status]!, body), replayed }
}

async function authenticate(ctx: Ctx, request: Request): Promise<SessionUser> {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const cookie = (await cookies()).get(sessionCookieName())?.value
  if (cookie && !READING.includes(request.method)) requireSameOrigin(request.headers)
  const token = bearer ?? cookie
  const user = token ? await readSession(ctx, token) : null
  if (!user) throw new PosPayError('UNAUTHENTICATED')
  return user
}

function requireKey(headers: Headers): string {
  const key = headers.get('idempotency-key') ?? ''
  // Two different values arrive joined by a comma.
  if (!KEY_SHAPE.test(key) || key.includes(', ')) throw new PosPayError('IDEMPOTENCY_KEY_REQUIRED')
  return key
}

function readQuery(request: Request, schema: Endpoint['query']): unknown {
  const parsed = schema?.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (parsed && !parsed.success) throw new PosPayError('INVALID_REQUEST')
  return parsed?.data
}

async function readBody(request: Request, schema: Endpoint['body']): Promise<unknown> {
  if (!schema) return undefined
  if (!/^application\/json(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new PosPayError('UNSUPPORTED_MEDIA_TYPE')
  }
  const parsed = schema.safeParse(parseJson((await readBounded(request, MAX_BODY_BYTES)).toString('utf8')))
  if (parsed.success) return parsed.data
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
  throw new PosPayError('amount' in fields ? 'INVALID_AMOUNT' : 'INVALID_REQUEST', { fields })
}

async function readUpload(request: Request, upload: Endpoint['upload']): Promise<Buffer> {
  if (!upload) return Buffer.alloc(0)
  if (!upload.types.includes(request.headers.get('content-type') ?? '')) {
    const message = `${upload.types.join(', ')} 형식으로 보내 주세요.`
    throw new PosPayError('UNSUPPORTED_MEDIA_TYPE', { message })
  }
  return readBounded(request, upload.maxBytes)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PosPayError('INVALID_REQUEST')
  }
}

/** A parsed body as JSON again, its keys in the schema's order: what "the same request" is judged by. */
function toJson(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body ?? null, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  )
}

function handler(
  endpoint: Endpoint,
  run: (request: Request, params: Record<string, string>) => Promise<Reply>,
): Handler {
  const answer = async (request: Request, { params }: Next) => {
    try {
      const { status, body, replayed } = await run(request, await params)
      return json(status, body, replayed ? { 'Idempotent-Replay': 'true' } : {})
    } catch (error) {
      return refusalResponse(error, request)
    }
  }
  return Object.assign(answer, { endpoint })
}

/** Any error as the JSON answer that it may become. */
export function refusalResponse(error: unknown, request: Request): Response {
  const requestId = request.headers.get(REQUEST_ID_HEADER) ?? ''
  const refusal = toRefusal(error, requestId)
  const retryAfter = refusal.retryAfterSeconds
  return json(
    refusal.status,
    errorBody(refusal, requestId),
    retryAfter ? { 'Retry-After': String(retryAfter) } : {},
  )
}

function errorBody({ code, message }: PosPayError, requestId: string) {
  return { code, message, requestId }
}

function json(status: number, body: unknown, headers: Record<string, string>): Response {
  if (status === 204) return new Response(null, { status, headers: { 'Cache-Control': 'no-store' } })
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } })
}
