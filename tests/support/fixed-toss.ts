import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { createTossClient, type TossClient } from '@/lib/toss/client'
import { DEFAULT_MERCHANT, DEFAULT_MERCHANT_ID } from '@/toss-simulator/merchants'

export type FixedAnswer = { status?: number; body: unknown; headers?: Record<string, string> }

/** A Toss that answers as it is told, also what the real one never would. */
export async function openFixedToss(
  answer: (request: IncomingMessage, sent: Record<string, unknown>) => FixedAnswer,
): Promise<TossClient> {
  const server = createServer(async (request, response) => {
    let sent = ''
    for await (const chunk of request) sent += chunk
    const { status = 200, body, headers = {} } = answer(request, sent ? JSON.parse(sent) : {})
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const { secretKey } = DEFAULT_MERCHANT.widget
  return createTossClient({
    baseUrl: `http://127.0.0.1:${port}`,
    secretKey,
    merchantIds: [DEFAULT_MERCHANT_ID],
  })
}

/** The Payment of an order that has been paid as it was ordered. */
export function donePayment(orderId: string, paymentKey: string, totalAmount: number) {
  return {
    mId: DEFAULT_MERCHANT_ID,
    paymentKey,
    orderId,
    status: 'DONE',
    totalAmount,
    currency: 'KRW',
    method: '카드',
    approvedAt: '2026-11-22T19:00:00+09:00',
    receipt: { url: 'https://dashboard.tosspayments.com/receipt' },
  }
}
