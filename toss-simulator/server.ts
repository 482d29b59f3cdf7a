import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerApi, serverError } from '@/toss-simulator/api/answer'
import { errorAnswer } from '@/toss-simulator/api/error-answer'
import { recordCall } from '@/toss-simulator/api/record-call'
import { answerBank, isForBank } from '@/toss-simulator/bank/answer'
import { createClock } from '@/toss-simulator/clock'
import { answerControl } from '@/toss-simulator/controls/answer'
import { TossError } from '@/toss-simulator/errors'
import { FaultBox, type Injection } from '@/toss-simulator/faults'
import { deliver, deliverHalf, drop, garbageAnswer } from '@/toss-simulator/http/deliver'
import { jsonAnswer, type Answer, type Request } from '@/toss-simulator/http/message'
import { corsHeaders, isForeignOrigin, isLoopbackHost } from '@/toss-simulator/http/origin'
import { BodyTooLarge, readRequest } from '@/toss-simulator/http/read-request'
import { checkMerchants, DEFAULT_MERCHANT, type Merchant } from '@/toss-simulator/merchants'
import { answerPage, isPage } from '@/toss-simulator/pages/answer'
import { createRandom } from '@/toss-simulator/random'
import { setContract } from '@/toss-simulator/payouts/contract'
import { DEFAULT_RULES, type Rules } from '@/toss-simulator/rules'
import type { Simulator } from '@/toss-simulator/simulator'
import { Store } from '@/toss-simulator/store'
import { announce } from '@/toss-simulator/webhooks/announce'
import { startDelivery } from '@/toss-simulator/webhooks/deliver'

export interface SimulatorOptions {
  /** 0 takes any free port. */
  port: number
  /** Where the state is kept; without it the simulator forgets everything when it ends. */
  stateDir?: string
  /** Where other processes read the clock's offset. */
  clockFile?: string
  /** Makes invented values repeat. */
  seed?: string
  /** The shops and their keys; Toss's documentation keys if left out. */
  keys?: Merchant[]
  rules?: Partial<Rules>
  /** Whether the shops have the contract for payouts from now on; as it was before if left out. */
  payouts?: boolean
  /** Where webhooks go; without it there are none. */
  webhookUrl?: string
  /** The machine's clock in milliseconds; one that stands still makes a run repeatable. */
  machineClock?: () => number
}

export interface RunningSimulator {
  /** `http://localhost:<port>` */
  url: string
  port: number
  close(): Promise<void>
}

const TOO_LARGE = new TossError('INVALID_REQUEST', { status: 413 })

/**
 * Starts the stand-in for Toss Payments on the loopback address.
 * @throws {Error} for live keys, damaged state, or a port that is taken (`code` EADDRINUSE)
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const merchants = options.keys ?? [DEFAULT_MERCHANT]
  checkMerchants(merchants)
  const server = createServer()
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  const simulator = createSimulator(options, merchants, `http://localhost:${port}`)
  server.on('request', (incoming, outgoing) => void serve(simulator, incoming, outgoing))
  const endDelivery = simulator.webhookUrl ? startDelivery(simulator) : () => undefined
  const close = () => {
    endDelivery()
    return stop(server, simulator)
  }
  return { url: simulator.baseUrl, port, close }
}

function createSimulator(options: SimulatorOptions, merchants: Merchant[], baseUrl: string): Simulator {
  const store = Store.open(options.stateDir)
  const simulator: Simulator = {
    merchants,
    store,
    baseUrl,
    clock: createClock(
      store.offsetMs,
      options.clockFile,
      (offsetMs) => store.saveOffset(offsetMs),
      options.machineClock,
    ),
    random: createRandom(options.seed),
    rules: { ...DEFAULT_RULES, ...options.rules },
    faults: new FaultBox(),
    confirming: new Set(),
    running: new Set(),
    recent: new Map(),
    nonces: new Map(),
    webhookUrl: options.webhookUrl ?? null,
    nudge: () => undefined,
  }
  store.onPayment = (before, after) => announce(simulator, before, after)
  if (options.payouts !== undefined)
    for (const { mId } of merchants) setContract(simulator, mId, options.payouts)
  return simulator
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function stop(server: Server, simulator: Simulator): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  simulator.store.close()
}

async function serve(
  simulator: Simulator,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = await readRequest(incoming)
    const refusal = refuse(request)
    if (refusal) return deliver(outgoing, refusal)
    if (request.method === 'OPTIONS') {
      return deliver(outgoing, { status: 204, headers: corsHeaders(request), body: '' })
    }
    if (request.path.startsWith('/__sim/')) {
      return deliver(outgoing, withCors(request, await answerControl(simulator, request)))
    }
    await serveWithFaults(simulator, request, outgoing)
  } catch (error) {
    if (error instanceof BodyTooLarge) return deliver(outgoing, errorAnswer(TOO_LARGE, false))
    if (incoming.errored || outgoing.destroyed) return
    deliver(outgoing, errorAnswer(error, false))
  }
}

async function serveWithFaults(
  simulator: Simulator,
  request: Request,
  outgoing: ServerResponse,
): Promise<void> {
  const receivedAt = simulator.clock.now()
  const fault = simulator.faults.take(request.method, request.path)
  const page = isPage(request)
  if (fault?.name === 'late') await sleep(fault.param.ms)
  const answer = fault?.name === 'drop-before' ? null : await produce(simulator, request, page, fault)
  if (!page) recordCall(simulator, request, receivedAt, answer, fault)
  if (!answer || fault?.name === 'drop-after') return drop(outgoing)
  if (fault?.name === 'delay') await sleep(fault.param.ms)
  const complete = withCors(request, answer)
  if (fault?.name === 'truncate') return deliverHalf(outgoing, complete)
  deliver(outgoing, complete)
}

/** The answer as it leaves: the true one, or what the fault puts in its place after the work is done. */
async function produce(
  simulator: Simulator,
  request: Request,
  page: boolean,
  fault: Injection | null,
): Promise<Answer> {
  const answer = page
    ? await answerPage(simulator, request, fault)
    : isForBank(request)
      ? answerBank(simulator, request, fault)
      : await answerApi(simulator, request, fault)
  if (fault?.name === 'garbage') return garbageAnswer(fault.param.status ?? 502)
  if (fault?.name === 'http5xx-after') return errorAnswer(serverError(fault), false)
  return answer
}

function refuse(request: Request): Answer | null {
  if (isLoopbackHost(request) && !isForeignOrigin(request)) return null
  return jsonAnswer(403, {
    code: 'FORBIDDEN_REQUEST',
    message: 'The Toss simulator only serves this machine.',
  })
}

function withCors(request: Request, answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, ...corsHeaders(request) } }
}
