import type { IncomingMessage } from 'node:http'
import type { Request } from '@/toss-simulator/http/message'

const BODY_LIMIT_BYTES = 1024 * 1024

/** The body was larger than the simulator takes. */
export class BodyTooLarge extends Error {}

/** @throws {BodyTooLarge} beyond 1 MiB */
export async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const target = incoming.url ?? '/'
  const queryAt = target.indexOf('?')
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return {
    method: incoming.method ?? 'GET',
    path: queryAt < 0 ? target : target.slice(0, queryAt),
    search: queryAt < 0 ? '' : target.slice(queryAt),
    headers,
    body: await readBody(incoming),
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT_BYTES) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
