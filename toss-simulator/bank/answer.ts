import { z } from 'zod'
import { serverError } from '@/toss-simulator/api/answer'
import { errorAnswer } from '@/toss-simulator/api/error-answer'
import { bringUpToDate, HOLDER_DIFFERS, NO_SUCH_ACCOUNT, type Transfer } from '@/toss-simulator/bank/transfer'
import { formatTime } from '@/toss-simulator/clock'
import { TossError } from '@/toss-simulator/errors'
import type { Injection } from '@/toss-simulator/faults'
import { jsonAnswer, type Answer, type Request } from '@/toss-simulator/http/message'
import { matchRoute, type Route } from '@/toss-simulator/http/router'
import { findBank } from '@/toss-simulator/payments/institutions'
import type { Simulator } from '@/toss-simulator/simulator'

const account = {
  bankCode: z.string().refine((code) => findBank(code)),
  accountNumber: z.string().regex(/^\d{6,20}$/),
  holderName: z.string().min(1).max(60),
}

const holderSchema = z.strictObject(account)

const transferSchema = z.strictObject({
  ...account,
  reference: z.string().min(1).max(64),
  amount: z.number().int().positive(),
  memo: z.string().max(20),
})

type BankHandler = (simulator: Simulator, request: Request, params: Record<string, string>) => unknown

/** `POST /bank/holder`: whether an account is there, and held by somebody of that name. */
const matchHolder: BankHandler = (_, { body }) => {
  const { accountNumber } = parse(holderSchema, body)
  const ending = accountNumber.slice(-4)
  if (ending === NO_SUCH_ACCOUNT) return { result: 'NO_ACCOUNT' }
  return { result: ending === HOLDER_DIFFERS ? 'DIFFERS' : 'MATCHES' }
}

/** `POST /bank/transfers`: pays once for each reference; the same again answers how that one stands. */
const transfer: BankHandler = (simulator, { body }) => {
  const order = parse(transferSchema, body)
  const known = simulator.store.findTransfer(order.reference)
  if (known) return show(simulator, known)
  const now = simulator.clock.now()
  const made: Transfer = {
    ...order,
    transferId: `bank_${simulator.random.alphanumeric(16)}`,
    status: 'ACCEPTED',
    failureCode: null,
    requestedAt: now,
    changedAt: now,
  }
  simulator.store.saveTransfer(made)
  return show(simulator, made)
}

/** `GET /bank/transfers/{reference}` */
const findTransfer: BankHandler = (simulator, _, { reference = '' }) => {
  const known = simulator.store.findTransfer(reference)
  if (!known) throw new TossError('NOT_FOUND', { message: 'No transfer has this reference' })
  return show(simulator, known)
}

const BANK_ROUTES: Route<BankHandler>[] = [
  { method: 'POST', pattern: '/bank/holder', handle: matchHolder },
  { method: 'POST', pattern: '/bank/transfers', handle: transfer },
  { method: 'GET', pattern: '/bank/transfers/:reference', handle: findTransfer },
]

export function isForBank({ path }: Request): boolean {
  return path.startsWith('/bank/')
}

/** Answers as the bank that this stands in for beside Toss: no bank is documented, so all of it is invented. */
export function answerBank(simulator: Simulator, request: Request, fault: Injection | null): Answer {
  try {
    const route = matchRoute(BANK_ROUTES, request.method, request.path)
    if (!route) throw new TossError('NOT_FOUND_HTTP_METHOD')
    if (fault?.code) throw new TossError(fault.code, fault.param)
    if (fault?.name === 'http5xx-before') throw serverError(fault)
    return jsonAnswer(200, route.handle(simulator, request, route.params))
  } catch (error) {
    return errorAnswer(error, false)
  }
}

/** A transfer as the bank and `/__sim/bank/transfers` show it. */
export function show(simulator: Simulator, transfer: Transfer) {
  const { requestedAt, changedAt, ...rest } = bringUpToDate(simulator, transfer)
  return { ...rest, requestedAt: formatTime(requestedAt), changedAt: formatTime(changedAt) }
}

function parse<S extends z.ZodType>(schema: S, body: string): z.output<S> {
  const parsed = schema.safeParse(JSON.parse(body || 'null'))
  if (!parsed.success) throw new TossError('INVALID_REQUEST')
  return parsed.data
}
