const TELL_EVERY_MS = 5000

/** What a step may call to say how far it is. */
export type Report = (detail: string) => void

/**
 * Runs one step of a command and shows that it is alive: its name at once, then how far and for how long, and the time
 * it took. A terminal gets one line that changes each second, a log a line every five seconds.
 */
export async function step<T>(name: string, work: (report: Report) => Promise<T>): Promise<T> {
  const startedAt = Date.now()
  const live = process.stdout.isTTY
  let detail = ''
  const line = (mark: string) => `${mark} ${name}${detail && `: ${detail}`} (${seconds(startedAt)})`
  const show = () => process.stdout.write(live ? `\r\x1b[2K${line('·')}` : `${line('·')}\n`)
  if (live) show()
  const ticker = setInterval(show, live ? 1000 : TELL_EVERY_MS)
  const finish = (mark: string) => {
    clearInterval(ticker)
    process.stdout.write(`${live ? '\r\x1b[2K' : ''}${line(mark)}\n`)
  }
  try {
    const result = await work((text) => {
      detail = text
    })
    finish('✓')
    return result
  } catch (error) {
    finish('✗')
    throw error
  }
}

/** One line of news beside the steps. */
export function say(message: string) {
  process.stdout.write(`${process.stdout.isTTY ? '\r\x1b[2K' : ''}${message}\n`)
}

export function seconds(startedAt: number): string {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`
}
