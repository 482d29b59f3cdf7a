import { DrizzleQueryError } from 'drizzle-orm'
import pino from 'pino'

/** JSON lines. Never pass an error of the database whole: its text holds the parameters. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ['*.password', '*.paymentKey', '*.authorization', '*.cookie', '*.secret', '*.token'],
    censor: '[redacted]',
  },
})

/** Something that a person has to look at. */
export function alarm(name: string, detail: Record<string, unknown>): void {
  log.error({ alarm: name, ...detail }, name)
}

/** What may be logged of any error: its kind and code, never a text that could hold somebody's data. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const cause = error.cause as { code?: unknown; constraint?: unknown } | undefined
  const fromDatabase = error instanceof DrizzleQueryError || cause?.code !== undefined
  return {
    error: error.name,
    sqlState: cause?.code ?? (error as { code?: unknown }).code,
    constraint: cause?.constraint,
    message: fromDatabase ? undefined : error.message,
    stack: fromDatabase ? undefined : error.stack,
  }
}
