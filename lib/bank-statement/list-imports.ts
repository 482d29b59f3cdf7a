import { desc, eq } from 'drizzle-orm'
import { bankStatements } from '@/db/schema/bank-statement'
import { users } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'

export type KeptImport = typeof bankStatements.$inferSelect & { importedByName: string }

const SHOWN = 10

/** The files that were taken in last, the newest first. */
export async function listImports({ db }: Pick<Ctx, 'db'>): Promise<KeptImport[]> {
  const rows = await db
    .select({ statement: bankStatements, name: users.name })
    .from(bankStatements)
    .innerJoin(users, eq(users.id, bankStatements.importedBy))
    .orderBy(desc(bankStatements.importedAt), desc(bankStatements.id))
    .limit(SHOWN)
  return rows.map(({ statement, name }) => ({ ...statement, importedByName: name }))
}
