import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { describeError, log } from '@/lib/log'

/** Postgres channel on which a user's open pages learn that their money or an order of theirs changed. */
export const WALLET_CHANNEL = 'pospay_wallet'

/** Wakes that come this close together go out in one statement. */
const COALESCE_MS = 20
const waiting = new WeakMap<Database, Set<string>>()

/**
 * Tells a user's open pages to look again. Only after COMMIT: a notification inside a posting tx would serialise
 * all commits. May be lost; pages also poll.
 */
export function wakeUser(db: Database, userId: string): void {
  const users = waiting.get(db)
  if (users) {
    users.add(userId)
    return
  }
  waiting.set(db, new Set([userId]))
  setTimeout(() => void flush(db), COALESCE_MS).unref()
}

/** Without waiting for the disk: a wake that a crash loses is no loss, and each would delay the payments beside it. */
async function flush(db: Database): Promise<void> {
  const users = [...(waiting.get(db) ?? [])]
  waiting.delete(db)
  await db
    .execute(
      sql`select set_config('synchronous_commit', 'off', true), pg_notify(${WALLET_CHANNEL}, id)
      from unnest(${sql.param(users)}::text[]) id`,
    )
    .catch((error: unknown) => log.warn(describeError(error), 'wake lost'))
}
