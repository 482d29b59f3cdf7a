import { authenticateCaller } from '@/toss-simulator/api/basic-auth'
import { wantsEnglish } from '@/toss-simulator/api/english'
import { envelopeManner } from '@/toss-simulator/api/envelope'
import { errorAnswer } from '@/toss-simulator/api/error-answer'
import type { ApiHandler } from '@/toss-simulator/api/handler'
import { idempotently } from '@/toss-simulator/api/idempotency'
import { plainManner, type Manner } from '@/toss-simulator/api/manner'
import { countRequest } from '@/toss-simulator/api/rate-limit'
import { API_ROUTES } from '@/toss-simulator/api/routes'
import { findError } from '@/toss-simulator/error-table'
import { TossError } from '@/toss-simulator/errors'
import type { Injection } from '@/toss-simulator/faults'
import type { Answer, Request } from '@/toss-simulator/http/message'
import { matchRoute, type Matched } from '@/toss-simulator/http/router'
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
    const manner = request.path.startsWith('/v2/')
      ? envelopeManner(simulator, request, credential.merchant, traceId)
      : plainManner(request)
    const execute = () => run(simulator, route, manner, request, credential, fault)
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
  { handle, params }: Matched<ApiHandler>,
  manner: Manner,
  { headers, search }: Request,
  credential: Credential,
  fault: Injection | null,
): Promise<Answer> {
  try {
    refuseByTestCode(headers['tosspayments-test-code'])
    refuseByFault(fault)
    const query = new URLSearchParams(search)
    const body = manner.open()
    return manner.answer(
      await handle(simulator, { credential, params, query, body, decline: fault?.decline ?? null }),
    )
  } catch (error) {
    return manner.refuse(error)
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

/** The 5xx that `http5xx-before` and `http5xx-after` put in place of an answer. */
export function serverError({ param }: Injection): TossError {
  return new TossError('FAILED_INTERNAL_SYSTEM_PROCESSING', { status: param.status })
}
