import { desc, eq } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { switchFlips, type SWITCHES } from '@/db/schema/platform'
import { PosPayError } from '@/lib/errors'

export type Switch = (typeof SWITCHES)[number]

/** What people read while it is stopped. */
export const STOPPED: Record<Switch, string> = {
  charge: '지금은 충전을 잠시 멈췄어요. 돈은 빠져나가지 않았어요.',
  pay: '지금은 결제를 잠시 멈췄어요. 잔액은 그대로 있어요.',
  withdraw: '지금은 출금을 잠시 멈췄어요. 돈은 그대로 있어요.',
  auto_top_up: '지금은 자동충전을 잠시 멈췄어요. 돈은 빠져나가지 않았어요.',
}

const RETRY_AFTER_SECONDS = 60

/** Whether operators let it go on. Read anew each time, so that a flip holds everywhere at once. */
export async function isOn(db: NodePgDatabase, which: Switch): Promise<boolean> {
  const [newest] = await db
    .select({ on: switchFlips.on })
    .from(switchFlips)
    .where(eq(switchFlips.switch, which))
    .orderBy(desc(switchFlips.id))
    .limit(1)
  return newest?.on ?? true
}

/** Throws TRY_AGAIN while operators have stopped it. What has begun is finished all the same. */
export async function requireOn(db: NodePgDatabase, which: Switch): Promise<void> {
  if (!(await isOn(db, which))) throw stopped(which)
}

export function stopped(which: Switch): PosPayError {
  return new PosPayError('TRY_AGAIN', { message: STOPPED[which], retryAfterSeconds: RETRY_AFTER_SECONDS })
}
