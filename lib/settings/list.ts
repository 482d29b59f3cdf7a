import { and, desc, eq, gt, inArray, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { users } from '@/db/schema/identity'
import { settings, switchFlips } from '@/db/schema/platform'
import type { Ctx } from '@/lib/context'
import { readVersion, type SettingKey } from './read-setting'
import type { Switch } from './switches'

export type Version = {
  id: string
  key: SettingKey
  value: unknown
  state: 'PROPOSED' | 'APPROVED' | 'REJECTED'
  startsAt: Date | null
  reason: string
  /** Null for a job's word. */
  proposedBy: { id: string; name: string } | null
  proposedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
}

const LATEST = 50

/** What waits for a second person, each with the value that holds now. */
export async function listProposals(ctx: Ctx): Promise<(Version & { now: unknown })[]> {
  const waiting = await read(ctx, eq(settings.state, 'PROPOSED'))
  return Promise.all(waiting.map(async (each) => ({ ...each, now: await readVersion(ctx, each.key) })))
}

/** What is agreed on and has not begun. */
export async function listComing(ctx: Ctx): Promise<Version[]> {
  return read(ctx, and(eq(settings.state, 'APPROVED'), gt(settings.startsAt, ctx.now())))
}

/** Everything that was ever said of one setting, newest first. */
export async function listVersions(ctx: Ctx, key: SettingKey): Promise<Version[]> {
  return read(ctx, eq(settings.key, key))
}

async function read({ db }: Ctx, which: SQL | undefined): Promise<Version[]> {
  const decider = alias(users, 'decider')
  const rows = await db
    .select({ version: settings, proposer: users.name, decider: decider.name })
    .from(settings)
    .leftJoin(users, eq(users.id, settings.proposedBy))
    .leftJoin(decider, eq(decider.id, settings.decidedBy))
    .where(which)
    .orderBy(desc(settings.proposedAt), desc(settings.id))
    .limit(LATEST)
  return rows.map(({ version, proposer, decider: decidedBy }) => ({
    ...version,
    key: version.key as SettingKey,
    proposedBy: version.proposedBy ? { id: version.proposedBy, name: proposer! } : null,
    decidedBy,
  }))
}

export type Flipped = { on: boolean; reason: string; by: string; at: Date }

/** How each switch was last flipped; none that never was. */
export async function readSwitches({ db }: Ctx): Promise<Partial<Record<Switch, Flipped>>> {
  const newest = db
    .selectDistinctOn([switchFlips.switch], { id: switchFlips.id })
    .from(switchFlips)
    .orderBy(switchFlips.switch, desc(switchFlips.id))
  const rows = await db
    .select({
      switch: switchFlips.switch,
      on: switchFlips.on,
      reason: switchFlips.reason,
      by: users.name,
      at: switchFlips.flippedAt,
    })
    .from(switchFlips)
    .innerJoin(users, eq(users.id, switchFlips.flippedBy))
    .where(inArray(switchFlips.id, newest))
  return Object.fromEntries(rows.map(({ switch: which, ...flipped }) => [which, flipped]))
}
