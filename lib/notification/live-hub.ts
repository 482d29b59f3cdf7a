import { once } from 'node:events'
import { setInterval } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { sql } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { describeError, log } from '@/lib/log'
import { WALLET_CHANNEL } from './wake'

type Listener = (version: string) => void

/** A lost wake is made good by this look; together they keep an open page within 2 s of the truth. */
const POLL_MS = 1000
const RECONNECT_MS = 1000

/** More than anybody has on their way at once. */
const NEWEST_WITHDRAWALS = 20

/**
 * Tells open pages when a user's wallets or orders changed, one of their withdrawals got further or waits for something
 * else, or they were told something. One listening connection per process, and one poll for all users with a page open.
 */
export class LiveHub {
  private readonly listeners = new Map<string, Set<Listener>>()
  private readonly versions = new Map<string, string>()
  private running = false

  constructor(
    private readonly db: Database,
    private readonly url: string,
  ) {}

  /** Calls back with the present version at once, and with each new one. Answers how to stop. */
  subscribe(userId: string, listener: Listener): () => void {
    this.run()
    const own = this.listeners.get(userId) ?? new Set()
    this.listeners.set(userId, own.add(listener))
    this.versions.delete(userId)
    void this.look([userId])
    return () => {
      own.delete(listener)
      if (own.size > 0) return
      this.listeners.delete(userId)
      this.versions.delete(userId)
    }
  }

  /** How many pages a user has open here. */
  count(userId: string): number {
    return this.listeners.get(userId)?.size ?? 0
  }

  private run(): void {
    if (this.running) return
    this.running = true
    setInterval(() => void this.look([...this.listeners.keys()]), POLL_MS).unref()
    void this.listen()
  }

  private async listen(): Promise<never> {
    for (;;) {
      const client = new pg.Client({
        connectionString: this.url,
        keepAlive: true,
        application_name: 'pospay-live',
      })
      client.on('error', () => undefined) // the connection's end, below, is what counts
      client.on('notification', ({ payload }) => {
        if (payload && this.listeners.has(payload)) void this.look([payload])
      })
      try {
        await client.connect()
        await client.query(`listen ${WALLET_CHANNEL}`)
        await once(client, 'end')
      } catch (error) {
        await client.end().catch(() => undefined)
        log.warn(describeError(error), 'live connection lost')
      }
      await sleep(RECONNECT_MS, undefined, { ref: false })
    }
  }

  private async look(userIds: string[]): Promise<void> {
    if (userIds.length === 0) return
    try {
      const { rows } = await this.db.execute<{ user_id: string; version: string }>(sql`
        select w.user_id, concat_ws('.', sum(w.version),
          (select extract(epoch from max(o.updated_at)) from orders o where o.user_id = w.user_id),
          (select n.id from notifications n where n.user_id = w.user_id order by n.id desc limit 1),
          (select md5(string_agg(d.status || coalesce(d.reason, ''), ',' order by d.id)) from (
            select id, status, reason from withdrawals where user_id = w.user_id order by id desc limit ${NEWEST_WITHDRAWALS}) d)
        ) as version
        from wallets w where w.user_id = any(${sql.param(userIds)}::uuid[]) group by w.user_id`)
      for (const { user_id: userId, version } of rows) {
        if (this.versions.get(userId) === version) continue
        this.versions.set(userId, version)
        this.listeners.get(userId)?.forEach((listener) => listener(version))
      }
    } catch (error) {
      log.warn(describeError(error), 'live look failed')
    }
  }
}
