import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Delivery {
  headers: IncomingHttpHeaders
  /** To the byte as it came. */
  text: string
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test names the members it expects
  body: any
}

export interface Sink {
  url: string
  deliveries: Delivery[]
  /** What it answers from now on; null never answers. */
  answer: number | null
  /** Waits until so many have come. */
  received(count: number): Promise<Delivery[]>
  close(): Promise<void>
}

/** A shop's webhook address. */
export async function openSink(): Promise<Sink> {
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    sink.deliveries.push({ headers: request.headers, text, body: JSON.parse(text) })
    if (sink.answer !== null) response.writeHead(sink.answer).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sink: Sink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    deliveries: [],
    answer: 200,
    async received(count) {
      const until = Date.now() + 5_000
      while (sink.deliveries.length < count) {
        if (until < Date.now()) throw new Error(`${sink.deliveries.length} of ${count} webhooks came`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return sink.deliveries
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return sink
}
