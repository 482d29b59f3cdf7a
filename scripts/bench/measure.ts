import { percentile } from './arithmetic'

/** What one run gave. */
export type Sample = {
  perSecond: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  /** WAL per call; absent for what only reads. */
  walBytes?: number
}

/** A connection compiles and plans what it meets for the first time, and the pool closes what idles for a minute. */
const WARM_UP_CALLS = 30

type Work = {
  callers: number
  seconds: number
  /** What a caller does again and again. */
  call(): Promise<unknown>
  /** How much WAL the server has written, in bytes. */
  readWal?(): Promise<number>
  warmUpCalls?: number
}

/** So many callers, each of which calls again as soon as it has its answer until the time is up; once at least. Throws what a call throws. */
export async function measure({
  callers,
  seconds,
  call,
  readWal,
  warmUpCalls = WARM_UP_CALLS,
}: Work): Promise<Sample> {
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let i = 0; i < warmUpCalls; i++) await call()
    }),
  )
  const walBefore = await readWal?.()
  const latenciesMs: number[] = []
  const startedAt = performance.now()
  const until = startedAt + seconds * 1000
  await Promise.all(
    Array.from({ length: callers }, async () => {
      let from = performance.now()
      do {
        await call()
        const now = performance.now()
        latenciesMs.push(now - from)
        from = now
      } while (from < until)
    }),
  )
  const elapsedMs = performance.now() - startedAt
  const walAfter = await readWal?.()
  return {
    perSecond: (latenciesMs.length * 1000) / elapsedMs,
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
    ...(walAfter !== undefined && { walBytes: (walAfter - walBefore!) / latenciesMs.length }),
  }
}
