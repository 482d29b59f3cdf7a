import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { receiveWebhook } from '@/lib/webhook/receive'
import type { Ctx } from '@/lib/context'

/** Our webhook address in a test's own process: keeps what comes in, as the site does. */
export async function openInbox(ctx: () => Ctx) {
  let kept = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = new Headers(request.headers as Record<string, string>)
    const known = await receiveWebhook(ctx(), { headers, raw: Buffer.concat(chunks) })
    kept++
    response.writeHead(known ? 200 : 401).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** Waits until so many have come since the beginning. */
    async received(count: number): Promise<void> {
      const until = Date.now() + 10_000
      while (kept < count) {
        if (until < Date.now()) throw new Error(`${kept} of ${count} webhooks came`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    count: () => kept,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
