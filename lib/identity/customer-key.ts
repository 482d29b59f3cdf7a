import { eq } from 'drizzle-orm'
import { users } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'

/** What Toss knows the person by. */
export async function readCustomerKey(ctx: Ctx, userId: string): Promise<string> {
  const [user] = await ctx.db
    .select({ customerKey: users.customerKey })
    .from(users)
    .where(eq(users.id, userId))
  return user!.customerKey
}
