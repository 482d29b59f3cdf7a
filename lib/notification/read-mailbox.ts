import { and, desc, eq, lt } from 'drizzle-orm'
import { mailbox } from '@/db/schema/notification'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'

const PAGE = 20

export type Letter = typeof mailbox.$inferSelect

/** Whether there is a mailbox to look into: never in production. */
export function mailboxIsOpen(): boolean {
  return env().APP_ENV !== 'production'
}

/** The newest mail, or that before the letter whose id `before` is; of one recipient when `to` is given. */
export async function readMailbox(
  { db }: Pick<Ctx, 'db'>,
  { to, before }: { to?: string | null; before?: string | null },
): Promise<{ letters: Letter[]; next: string | null }> {
  const rows = await db
    .select()
    .from(mailbox)
    .where(and(to ? eq(mailbox.recipient, to) : undefined, before ? lt(mailbox.id, before) : undefined))
    .orderBy(desc(mailbox.id))
    .limit(PAGE + 1)
  const letters = rows.slice(0, PAGE)
  return { letters, next: rows.length > PAGE ? letters.at(-1)!.id : null }
}

export async function readLetter({ db }: Pick<Ctx, 'db'>, id: string): Promise<Letter | null> {
  const [letter] = await db.select().from(mailbox).where(eq(mailbox.id, id))
  return letter ?? null
}
