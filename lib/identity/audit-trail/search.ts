import { and, desc, eq, gte, inArray, lt, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { auditLog, users } from '@/db/schema/identity'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { requireDuty } from '@/lib/identity/duties'
import { maskAddress, maskEmail, maskName } from '@/lib/mask'
import { addDays, kstMidnight } from '@/lib/time'

const PAGE = 50
/** Longer files are asked for day by day. */
const FILE = 10_000

const word = z.string().trim().max(254).catch('')

/** What is looked for; an empty field asks nothing. `person`: an e-mail or a user's id, as who did it or whose it was. */
export const auditSearch = z.object({
  person: word,
  action: word,
  target: word,
  requestId: word,
  /** A KST day. */
  day: z.iso.date().catch(''),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .catch(''),
})

export type AuditSearch = z.output<typeof auditSearch>
/** People who are no operators are masked, as every address is. */
export type Audited = typeof auditLog.$inferSelect & { person: { name: string; email: string | null } | null }

/** What was done, the latest first. Throws FORBIDDEN. */
export async function searchAudit(
  ctx: Ctx,
  { operatorId, search }: { operatorId: string; search: AuditSearch },
): Promise<{ items: Audited[]; next: string | null }> {
  await requireDuty(ctx.db, operatorId, 'audit.read')
  const rows = await find(ctx, search, PAGE + 1)
  const items = rows.slice(0, PAGE)
  return { items, next: rows.length > PAGE ? String(items.at(-1)!.id) : null }
}

/** The same as far as a file goes; that it was taken away is written down too. Throws FORBIDDEN. */
export async function exportAudit(
  ctx: Ctx,
  { operatorId, search }: { operatorId: string; search: AuditSearch },
): Promise<Audited[]> {
  await requireDuty(ctx.db, operatorId, 'audit.read')
  const items = await find(ctx, search, FILE)
  const asked = Object.fromEntries(Object.entries(search).filter(([, value]) => value))
  await audit(ctx, ctx.db, { action: 'audit.exported', detail: { ...asked, rows: items.length } })
  return items
}

async function find(ctx: Ctx, search: AuditSearch, limit: number): Promise<Audited[]> {
  const where = await conditions(ctx, search)
  if (!where) return []
  const rows = await ctx.db
    .select()
    .from(auditLog)
    .where(and(...where))
    .orderBy(desc(auditLog.id))
    .limit(limit)
  const ids = [...new Set(rows.map(({ actor }) => idOf(actor)).filter((id) => id !== null))]
  const people = await ctx.db
    .select({ id: users.id, name: users.name, email: users.email, roles: users.roles })
    .from(users)
    .where(inArray(users.id, ids))
  const shown = new Map(
    people.map(({ id, name, email, roles }) => [
      id,
      roles.length > 0 ? { name, email } : { name: maskName(name), email: email && maskEmail(email) },
    ]),
  )
  return rows.map((row) => ({
    ...row,
    address: row.address && maskAddress(row.address),
    person: shown.get(idOf(row.actor) ?? '') ?? null,
  }))
}

/** Null where the person is nobody's e-mail: then nothing is found. */
async function conditions(
  ctx: Ctx,
  { person, action, target, requestId, day, before }: AuditSearch,
): Promise<(SQL | undefined)[] | null> {
  const id = person.includes('@') ? await idByEmail(ctx, person) : person
  if (id === null) return null
  return [
    id ? or(eq(auditLog.actor, `user:${id}`), eq(auditLog.target, id)) : undefined,
    action ? eq(auditLog.action, action) : undefined,
    target ? eq(auditLog.target, target) : undefined,
    requestId ? eq(auditLog.requestId, requestId) : undefined,
    day ? gte(auditLog.at, kstMidnight(day)) : undefined,
    day ? lt(auditLog.at, kstMidnight(addDays(day, 1))) : undefined,
    before ? lt(auditLog.id, BigInt(before)) : undefined,
  ]
}

async function idByEmail({ db }: Ctx, email: string): Promise<string | null> {
  const [user] = await db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.email, email.normalize('NFKC').toLowerCase()))
  return user?.id ?? null
}

function idOf(actor: string): string | null {
  return /^user:([0-9a-f-]{36})$/.exec(actor)?.[1] ?? null
}
