import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from './failure'

/**
 * Waits until the address answers 200. Throws a Failure with the last answer when that takes longer than the time given.
 */
export async function waitForOk(
  url: string,
  timeoutMs: number,
  report: (detail: string) => void,
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask(url)
    if (answer === null) return
    if (Date.now() > deadline) throw new Failure(`${url} did not become ready: ${answer}`)
    report(answer)
    await sleep(100)
  }
}

/** Null when it is ready, else what it says instead. */
async function ask(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) })
    const text = await response.text()
    return response.status === 200 ? null : `${response.status} ${text.slice(0, 200).replace(/\s+/g, ' ')}`
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } }
    return cause?.code ?? message
  }
}
