import { startSimulator, type RunningSimulator, type SimulatorOptions } from '@/toss-simulator/server'

export const WIDGET_CLIENT_KEY = 'test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm'
export const WIDGET_SECRET_KEY = 'test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6'
export const API_CLIENT_KEY = 'test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq'
export const API_SECRET_KEY = 'test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R'

export interface Reply {
  status: number
  headers: Headers
  text: string
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test names the members it expects
  json: any
}

export interface Scene {
  simulator: RunningSimulator
  /** Sends a request as a shop's server does; `key` signs it, the widget's secret key unless given. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>
  control(method: string, path: string, body?: unknown): Promise<Reply>
  /** Plays the buyer and returns what confirm needs. */
  authenticate(wish?: Record<string, unknown>): Promise<Ticket>
  confirm(ticket: Ticket, options?: CallOptions): Promise<Reply>
  close(): Promise<void>
}

export interface CallOptions {
  key?: string
  headers?: Record<string, string>
  body?: unknown
}

export interface Ticket {
  paymentKey: string
  orderId: string
  amount: number
}

let lastOrder = 0

export function newOrderId(): string {
  lastOrder += 1
  return `order_${Date.now()}_${lastOrder}`
}

/** A simulator of its own on a free port, quick to confirm. */
export async function openScene(options: Partial<SimulatorOptions> = {}): Promise<Scene> {
  const simulator = await startSimulator({
    port: 0,
    ...options,
    rules: { processingMs: 0, ...options.rules },
  })
  const call = (method: string, path: string, { key, headers, body }: CallOptions = {}) =>
    send(simulator.url + path, method, body, {
      authorization: basic(key ?? WIDGET_SECRET_KEY),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    })
  const control = (method: string, path: string, body?: unknown) =>
    send(simulator.url + path, method, body, {})
  return {
    simulator,
    call,
    control,
    async authenticate(wish = {}) {
      const orderId = newOrderId()
      const buyer = {
        clientKey: WIDGET_CLIENT_KEY,
        customerKey: 'buyer_1',
        orderId,
        amount: 33000,
        method: 'CARD',
        ...wish,
      }
      const { status, json } = await control('POST', '/__sim/authenticate', buyer)
      if (status !== 200) throw new Error(`authenticate was refused: ${JSON.stringify(json)}`)
      return { paymentKey: json.paymentKey, orderId: buyer.orderId, amount: buyer.amount }
    },
    confirm: (ticket, given) => call('POST', '/v1/payments/confirm', { body: ticket, ...given }),
    close: () => simulator.close(),
  }
}

export function basic(secretKey: string): string {
  return `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`
}

export async function send(
  url: string,
  method: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers,
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const MINUTE_MS = 60_000
export const DAY_MS = 24 * 60 * MINUTE_MS

export async function advance(scene: Scene, advanceMs: number): Promise<void> {
  await scene.control('POST', '/__sim/clock', { advanceMs })
}
