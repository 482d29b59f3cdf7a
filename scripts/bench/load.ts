import autocannon from 'autocannon'
import { Failure } from '../failure'
import type { Sample } from './measure'

export type WebRequest = {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
}

type Load = { url: string; connections: number; seconds: number; next(): WebRequest }

/** So many connections, each of which asks again as soon as it has its answer. Throws when any answer is not a 200. */
export async function load({ url, connections, seconds, next }: Load): Promise<Sample> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }],
  })
  const wrong = result.non2xx + result.errors + result.timeouts
  if (wrong > 0) throw new Failure(`${wrong} of ${result.requests.total} requests to ${url} failed.`)
  return {
    perSecond: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p95Ms: result.latency.p97_5,
    p99Ms: result.latency.p99,
  }
}
