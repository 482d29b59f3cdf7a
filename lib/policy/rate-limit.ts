import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type pg from 'pg'
import type { Database } from '@/db/client'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { PosPayError } from '@/lib/errors'

type Rule = { points: number; durationSeconds: number; blockSeconds?: number }

const MINUTE = 60
const HOUR = 60 * MINUTE

/** How often, per key. Counted in Postgres, so that every instance counts together. */
export const RATE_LIMITS = {
  /** Wrong passwords for one address: five, then ten minutes of nothing. */
  login: { points: 5, durationSeconds: 10 * MINUTE, blockSeconds: 10 * MINUTE },
  loginFromAddress: { points: 20, durationSeconds: MINUTE },
  /** Wrong codes of one operator: a million codes, three of them good. */
  secondFactor: { points: 5, durationSeconds: 10 * MINUTE, blockSeconds: 10 * MINUTE },
  signUpFromAddress: { points: 10, durationSeconds: HOUR },
  /** Links to set a new password, for one address and from one place: each is a mail to somebody. */
  reset: { points: 5, durationSeconds: HOUR },
  resetFromAddress: { points: 20, durationSeconds: HOUR },
  order: { points: 10, durationSeconds: MINUTE },
  confirm: { points: 20, durationSeconds: MINUTE },
  refund: { points: 10, durationSeconds: MINUTE },
  booking: { points: 20, durationSeconds: MINUTE },
  /** Each look-up tells whose an account is. */
  bankAccount: { points: 5, durationSeconds: 24 * HOUR },
  bankAccountFromAddress: { points: 20, durationSeconds: HOUR },
  withdrawal: { points: 10, durationSeconds: MINUTE },
  registerSpace: { points: 20, durationSeconds: HOUR },
  photo: { points: 60, durationSeconds: 10 * MINUTE },
  /** Statements to download: each is written anew. */
  file: { points: 30, durationSeconds: MINUTE },
  requestFromAddress: { points: 300, durationSeconds: MINUTE },
} as const satisfies Record<string, Rule>

export type RateLimit = keyof typeof RATE_LIMITS

// One limiter per rule and pool: tests open many pools in one process.
const limiters = new WeakMap<pg.Pool, Map<RateLimit, RateLimiterPostgres>>()

function limiter(db: Database, name: RateLimit): RateLimiterPostgres {
  const pool = db.$client
  const byName = limiters.get(pool) ?? new Map<RateLimit, RateLimiterPostgres>()
  limiters.set(pool, byName)
  const known = byName.get(name)
  if (known) return known
  const { points, durationSeconds, blockSeconds }: Rule = RATE_LIMITS[name]
  const made = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration: durationSeconds,
    blockDuration: blockSeconds,
  })
  byName.set(name, made)
  return made
}

export function limitsAreOn(): boolean {
  return env().RATE_LIMITS === 'on'
}

/**
 * Counts one use and throws RATE_LIMITED when it is one too many. When the counter itself cannot be reached the
 * answer is TRY_AGAIN: what is limited stays closed.
 */
export async function countAgainst({ db }: Pick<Ctx, 'db'>, name: RateLimit, key: string): Promise<void> {
  if (!limitsAreOn()) return
  try {
    await limiter(db, name).consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes))
      throw new PosPayError('TRY_AGAIN', { retryAfterSeconds: 5, cause: refusal })
    throw new PosPayError('RATE_LIMITED', {
      retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
    })
  }
}

/** Forgets what was counted for a key, such as wrong passwords after the right one. */
export async function forgetCount({ db }: Pick<Ctx, 'db'>, name: RateLimit, key: string): Promise<void> {
  if (!limitsAreOn()) return
  await limiter(db, name).delete(key)
}
