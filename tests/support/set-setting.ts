import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { users } from '@/db/schema/identity'
import { settings, switchFlips } from '@/db/schema/platform'
import { newId } from '@/lib/ids'
import type { SettingKey } from '@/lib/settings/read-setting'
import type { Switch } from '@/lib/settings/switches'

/** Sets it as a job does, whom nobody has to agree with: what tests of other things begin with. */
export async function setSetting(
  db: NodePgDatabase,
  key: SettingKey,
  value: Record<string, unknown>,
  startsAt = new Date(0),
): Promise<void> {
  const said = { state: 'APPROVED', reason: 'test', proposedAt: startsAt, decidedAt: startsAt } as const
  await db.insert(settings).values({ id: newId(), key, value, startsAt, ...said })
}

/** Stops something for everybody, or lets it go on, in the name of whoever was there first. */
export async function setSwitch(db: NodePgDatabase, which: Switch, on: boolean): Promise<void> {
  const [anybody] = await db.select({ id: users.id }).from(users).limit(1)
  const flip = { switch: which, on, reason: 'test', flippedBy: anybody!.id, flippedAt: new Date() }
  await db.insert(switchFlips).values(flip)
}
