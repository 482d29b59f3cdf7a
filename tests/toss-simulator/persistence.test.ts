import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  basic,
  DAY_MS,
  openScene,
  send,
  WIDGET_CLIENT_KEY,
  WIDGET_SECRET_KEY,
  type Scene,
} from './support/scene'
import { approved, corporate, express, fund, MORNING, post } from './support/sealed'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'toss-state-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describe('state outlives a restart', () => {
  test('payments, idempotent answers, calls and the clock are as they were', async () => {
    const before = await openScene({ stateDir: dataDir })
    await before.control('POST', '/__sim/clock', { advanceMs: 60_000 })
    const ticket = await before.authenticate()
    const headers = { 'idempotency-key': 'kept' }
    const first = await before.confirm(ticket, { headers })
    await before.close()

    const after = await openScene({ stateDir: dataDir })
    try {
      expect((await after.call('GET', `/v1/payments/${ticket.paymentKey}`)).text).toBe(first.text)
      expect((await after.confirm(ticket, { headers })).text).toBe(first.text)
      expect((await after.control('GET', '/__sim/clock')).json.offsetMs).toBe(60_000)
      const { items } = (await after.control('GET', '/__sim/calls')).json
      expect(items[0]).toMatchObject({ path: '/v1/payments/confirm', idempotencyKey: 'kept', status: 200 })
    } finally {
      await after.close()
    }
  })

  test('sellers, payouts, funds, contracts and security keys are as they were', async () => {
    let now = MORNING
    const machineClock = () => now
    const before = await openScene({ stateDir: dataDir, machineClock, payouts: true })
    await fund(before, 100_000)
    await post(before, '/v2/payouts', [express(await approved(before))])
    const { securityKey } = (await before.control('POST', '/__sim/security-key')).json
    const shown = async (scene: Scene) => [
      (await scene.control('GET', '/__sim/payouts')).json,
      (await scene.control('GET', '/__sim/sellers')).json,
    ]
    const [payouts, sellers] = await shown(before)
    await before.close()

    const after = await openScene({ stateDir: dataDir, machineClock })
    try {
      expect(await shown(after)).toEqual([payouts, sellers])
      expect(payouts).toMatchObject({ balance: { available: 95_000 }, items: [{ status: 'IN_PROGRESS' }] })
      expect((await post(after, '/v2/sellers', corporate(), { securityKey })).status).toBe(200)
      await after.confirm(await after.authenticate({ amount: 10_000 }))
      now += 4 * DAY_MS
      const [{ balance }] = await shown(after)
      expect(balance.available).toBe(95_000 + 9_692)
    } finally {
      await after.close()
    }
  })

  test('a line cut short by a crash is ignored, what came before it stands', async () => {
    const before = await openScene({ stateDir: dataDir })
    const ticket = await before.authenticate()
    await before.close()
    appendFileSync(join(dataDir, 'state.jsonl'), '{"type":"payment","paym')
    const after = await openScene({ stateDir: dataDir })
    try {
      expect((await after.confirm(ticket)).status).toBe(200)
    } finally {
      await after.close()
    }
    const again = await openScene({ stateDir: dataDir })
    expect((await again.call('GET', `/v1/payments/${ticket.paymentKey}`)).json.status).toBe('DONE')
    await again.close()
  })

  test('damage in the middle is named, not swallowed', async () => {
    const before = await openScene({ stateDir: dataDir })
    await before.authenticate()
    await before.close()
    appendFileSync(join(dataDir, 'state.jsonl'), 'not json\n')
    await expect(openScene({ stateDir: dataDir })).rejects.toThrow(/damaged at line/)
  })
})

describe('the process', () => {
  const children: ChildProcess[] = []
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })

  function start(port: number, environment: Record<string, string> = {}) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'toss-simulator/main.ts'], {
      env: { ...process.env, SIMULATOR_PORT: String(port), POSPAY_DATA_DIR: dataDir, ...environment },
    })
    children.push(child)
    const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
    let output = ''
    const listening = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        output += chunk
        if (output.includes('http://')) resolve()
      })
    })
    child.stderr.on('data', (chunk) => (output += chunk))
    return { child, exit, listening, output: () => output }
  }

  test('survives kill -9: what was answered is still there', { timeout: 30_000 }, async () => {
    const port = await freePort()
    const url = `http://localhost:${port}`
    const first = start(port)
    await first.listening
    const buyer = {
      clientKey: WIDGET_CLIENT_KEY,
      customerKey: 'buyer_1',
      orderId: 'order_kill9',
      amount: 1000,
    }
    const { json } = await send(`${url}/__sim/authenticate`, 'POST', buyer, {})
    const body = { paymentKey: json.paymentKey, orderId: buyer.orderId, amount: buyer.amount }
    const headers = { authorization: basic(WIDGET_SECRET_KEY), 'content-type': 'application/json' }
    const confirmed = await send(`${url}/v1/payments/confirm`, 'POST', body, headers)
    first.child.kill('SIGKILL')
    await first.exit

    const second = start(port)
    await second.listening
    const { text } = await send(`${url}/v1/payments/${json.paymentKey}`, 'GET', undefined, headers)
    expect(confirmed.json.status).toBe('DONE')
    expect(text).toBe(confirmed.text)
    expect(JSON.parse(readFileSync(join(dataDir, 'clock.json'), 'utf8'))).toEqual({ offsetMs: 0 })

    second.child.kill('SIGTERM')
    expect(await second.exit).toBe(0)
    expect(second.output().trim().split('\n')).toHaveLength(1)
  })

  test('a port that is taken is refused with a sentence', { timeout: 30_000 }, async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as AddressInfo
    const { exit, output } = start(port)
    expect(await exit).toBe(1)
    expect(output()).toContain(`Port ${port} is taken`)
    taken.close()
  })

  test('a live key is refused', { timeout: 30_000 }, async () => {
    const { exit, output } = start(await freePort(), { TOSS_SECRET_KEY: 'live_sk_x' })
    expect(await exit).toBe(1)
    expect(output()).toContain('live keys')
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
