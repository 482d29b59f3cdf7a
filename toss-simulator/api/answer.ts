import { authenticateCaller } from '@/toss-simulator/api/basic-auth'
import { inEnglish, wantsEnglish } from '@/toss-simulator/api/english'
import type { ApiHandler, ApiRequest } from '@/toss-simulator/api/handler'
import { idempotently } from '@/toss-simulator/api/idempotency'
import { countRequest } from '@/toss-simulator/api/rate-limit'
import { API_ROUTES } from '@/toss-simulator/api/routes'
import { findError } from '@/toss-simulator/error-table'
import { TossError } from '@/toss-simulator/errors'
import type { Injection } from '@/toss-simulator/faults'
import { jsonAnswer, type Answer, type Request } from '@/toss-simulator/http/message'
import { matchRoute } from '@/toss-simulator/http/router'
import type { Credential } from '@/toss-simulator/merchants'
import type { Simulator } from '@/toss-simulator/simulator'

/** Answers an API request in Toss's order: route, key, rate limit, idempotency, test code, then the thing itself. */
export async function answerApi(
  simulator: Simulator,
  request: Request,
  fault: Injection | null,
): Promise<Answer> {
  const traceId = simulator.random.hex(32)
  const english = wantsEnglish(request.headers['accept-language'])
  const trace = { 'x-tosspayments-trace-id': traceId }
  try {
    const route = matchRoute(API_ROUTES, request.method, request.path)
    if (!route) throw new TossError('NOT_FOUND_HTTP_METHOD')
    const credential = authenticateCaller(simulator.merchants, request.headers.authorization)
    const execute = () =>
      run(simulator, route.handle, toApiRequest(request, credential, route.params, fault), request, fault)
    const { secretKey } = credential.merchant[credential.family]
    countRequest(simulator, secretKey, `${request.method} ${route.pattern}`)
    const answer = await idempotently(simulator, request, secretKey, traceId, execute)
    return { ...answer, headers: { ...trace, ...answer.headers } }
  } catch (error) {
    const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined
    const echo: Record<string, string> = key ? { 'idempotency-key': key } : {}
    return errorAnswer(error, english, { ...trace, ...echo })
  }
}

/** Runs the handler; its refusal is an answer too, to be bound to the idempotency key. */
async function run(
  simulator: Simulator,
  handle: ApiHandler,
  apiRequest: ApiRequest,
  { headers, method }: Request,
  fault: Injection | null,
): Promise<Answer> {
  const english = wantsEnglish(headers['accept-language'])
  try {
    refuseByTestCode(headers['tosspayments-test-code'])
    refuseByFault(fault)
    if (method === 'POST') checkContentType(headers['content-type'])
    const value = await handle(simulator, apiRequest)
    if (value === undefined) return { status: 200, headers: {}, body: '' }
    return jsonAnswer(200, english ? inEnglish(value) : value)
  } catch (error) {
    return errorAnswer(error, english)
  }
}

/** Toss: with a test key this header forces a documented error, before any payment is looked up. */
function refuseByTestCode(code: string | undefined): void {
  if (code === undefined) return
  throw new TossError(findError(code) ? code : 'INVALID_TEST_CODE')
}

function refuseByFault(fault: Injection | null): void {
  if (fault?.code) throw new TossError(fault.code, fault.param)
  if (fault?.name === 'http5xx-before') throw serverError(fault)
}

function checkContentType(contentType: string | undefined): void {
  if (!/^application\/json\b/i.test(contentType ?? '')) throw new TossError('INVALID_REQUEST')
}

/** The 5xx that `http5xx-before` and `http5xx-after` put in place of an answer. */
export function serverError({ param }: Injection): TossError {
  return new TossError('FAILED_INTERNAL_SYSTEM_PROCESSING', { status: param.status })
}

export function errorAnswer(error: unknown, english: boolean, headers: Record<string, string> = {}): Answer {
  if (error instanceof TossError) return jsonAnswer(error.status, error.body(english), headers)
  console.error(error)
  return jsonAnswer(500, new TossError('UNKNOWN_ERROR').body(english), headers)
}

function toApiRequest(
  request: Request,
  credential: Credential,
  params: Record<string, string>,
  fault: Injection | null,
): ApiRequest {
  const query = new URLSearchParams(request.search)
  return { credential, params, query, body: request.body, decline: fault?.decline ?? null }
}
