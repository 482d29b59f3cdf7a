import { findError } from '@/toss-simulator/error-table'
import { TossError } from '@/toss-simulator/errors'

const FAULTS = [
  'delay',
  'late',
  'drop-before',
  'drop-after',
  'http5xx-before',
  'http5xx-after',
  'garbage',
  'truncate',
] as const
const WEBHOOK_FAULTS = ['duplicate', 'reorder', 'lose', 'late'] as const

/** What takes money, and so can be declined. */
const TAKE_MONEY = ['POST /v1/payments/confirm', 'POST /v1/billing/*']

export type FaultName = (typeof FAULTS)[number] | (typeof WEBHOOK_FAULTS)[number] | 'code' | 'decline'

/** A fault as somebody wishes for it; a number as `param` is milliseconds. */
export interface FaultWish {
  match: string
  nth?: number
  times?: number
  fault: string
  param?: number | FaultParam
}

export interface FaultParam {
  /** Milliseconds, for `delay` and `late`: real ones, but for a webhook that comes late by the simulator's clock. */
  ms?: number
  /** HTTP status, for `code:X`, `http5xx-*` and `garbage`. */
  status?: number
  /** Message, for `code:X`. */
  message?: string
}

/** A fault as it stands in the box: it hits the `nth` matching request and the `times - 1` after it. */
export interface Fault {
  match: string
  nth: number
  times: number
  fault: string
  param: FaultParam
  seen: number
  /** The scenario that it is a part of. */
  scenario: string | null
}

/** What is to go wrong with one request. */
export interface Injection {
  name: FaultName
  /** As it was asked for, e.g. `code:REJECT_CARD_PAYMENT`. */
  label: string
  /** The error code of `code:X`. */
  code: string | null
  /** The error code of `decline:X`. */
  decline: string | null
  param: FaultParam
}

/** Faults waiting for their request. Each counts the requests that match it from the moment it was set. */
export class FaultBox {
  private faults: Fault[] = []

  /** @throws {TossError} INVALID_REQUEST that says what is wrong with the wish */
  add(wish: unknown, scenario: string | null = null): Fault {
    const fault = { ...readFault(wish), scenario }
    this.faults.push(fault)
    return fault
  }

  list(): Fault[] {
    return this.faults
  }

  /** Those that have not hit as often as they will. */
  waiting(): (Fault & { left: number })[] {
    return this.faults
      .map((fault) => ({ ...fault, left: fault.times - Math.max(0, fault.seen - fault.nth + 1) }))
      .filter(({ left }) => left > 0)
  }

  clear(): void {
    this.faults = []
  }

  /** Counts this request and returns what is to go wrong with it; the fault set first wins. */
  take(method: string, path: string): Injection | null {
    let hit: Fault | null = null
    for (const fault of this.faults) {
      if (!matches(fault.match, method, path)) continue
      fault.seen += 1
      const due = fault.nth <= fault.seen && fault.seen < fault.nth + fault.times
      if (due && !hit) hit = fault
    }
    return hit && inject(hit)
  }
}

function inject({ fault, param }: Fault): Injection {
  const [name, code = null] = fault.split(':') as [FaultName, string?]
  return {
    name,
    label: fault,
    code: name === 'code' ? code : null,
    decline: name === 'decline' ? code : null,
    param,
  }
}

function matches(pattern: string, method: string, path: string): boolean {
  const [wantedMethod, wantedPath = ''] = pattern.split(' ')
  if (wantedMethod !== method) return false
  if (pattern === 'webhook') return true
  const wanted = wantedPath.split('/')
  const actual = path.split('/')
  return wanted.length === actual.length && wanted.every((part, i) => part === '*' || part === actual[i])
}

function readFault(wish: unknown): Omit<Fault, 'scenario'> {
  const { match, nth = 1, times = 1, fault, param = {} } = (wish ?? {}) as Record<string, unknown>
  if (typeof match !== 'string' || !/^([A-Z]+ \/\S*|webhook( [A-Za-z_.]+)?)$/.test(match)) {
    refuse('match must read like "POST /v1/payments/confirm", "webhook" or "webhook DEPOSIT_CALLBACK"')
  }
  if (!isCount(nth) || !isCount(times)) refuse('nth and times must be whole numbers from 1')
  const ofWebhooks = match.startsWith('webhook')
  if (typeof fault !== 'string' || !(ofWebhooks ? isOneOf(WEBHOOK_FAULTS, fault) : isKnown(fault))) {
    refuse(
      `fault must be one of ${ofWebhooks ? WEBHOOK_FAULTS.join(' ') : `${FAULTS.join(' ')} code:X decline:X`}`,
    )
  }
  if (fault.startsWith('decline:') && !TAKE_MONEY.includes(match)) {
    refuse(`decline:X is for ${TAKE_MONEY.join(' and ')} alone`)
  }
  return { match, nth, times, fault, param: readParam(fault, param), seen: 0 }
}

function isKnown(fault: string): boolean {
  const [name, code = ''] = fault.split(':')
  if (name === 'decline') return findError(code) !== undefined
  return isOneOf(FAULTS, fault) || /^code:[A-Z0-9_]+$/.test(fault)
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

function readParam(fault: string, param: unknown): FaultParam {
  const given = typeof param === 'number' ? { ms: param } : param
  if (typeof given !== 'object' || given === null)
    refuse('param must be a number of milliseconds or an object')
  const { ms, status, message } = given as FaultParam
  const waits = fault === 'delay' || fault === 'late'
  if (waits && !(typeof ms === 'number' && ms >= 0)) refuse(`${fault} needs param: milliseconds`)
  if (status !== undefined && !(isCount(status) && 200 <= status && status <= 599))
    refuse('status must be 200 to 599')
  if (message !== undefined && typeof message !== 'string') refuse('message must be a text')
  return { ms, status, message }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
}

function refuse(message: string): never {
  throw new TossError('INVALID_REQUEST', { message })
}
