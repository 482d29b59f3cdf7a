import { eq } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { OPERATOR_ROLES, users } from '@/db/schema/identity'
import { PosPayError } from '@/lib/errors'

export type Role = (typeof OPERATOR_ROLES)[number]

const FINANCE = ['finance_maker', 'finance_approver', 'admin'] as const

/** What operators do, and which roles may: the only place that says so. */
export const DUTIES = {
  'console.read': OPERATOR_ROLES,
  'members.read': [...FINANCE, 'support', 'risk', 'auditor'],
  'members.unmask': [...FINANCE, 'support', 'risk'],
  'members.freeze': ['support', 'risk', 'admin'],
  'webhooks.replay': [...FINANCE, 'support', 'risk'],
  'withdrawals.decide': FINANCE,
  'transfers.carry': FINANCE,
  'withholding.set': FINANCE,
  'settings.propose': [...FINANCE, 'risk'],
  'settings.decide': ['finance_approver', 'admin'],
  'bank.import': ['finance_maker', 'admin'],
  'breaks.handle': [...FINANCE, 'risk'],
  'cases.handle': [...FINANCE, 'support', 'risk'],
  'mail.retry': [...FINANCE, 'support', 'risk'],
  'switches.flip': ['finance_approver', 'risk', 'admin'],
  'audit.read': ['admin', 'auditor', 'risk'],
  'second_factors.remove': ['admin'],
  'taxes.read': [...FINANCE, 'auditor'],
  'taxes.file': FINANCE,
  'golive.read': [...FINANCE, 'auditor'],
  'golive.record': ['admin', 'finance_approver'],
  'books.read': [...FINANCE, 'auditor'],
  'adjustments.make': ['finance_maker', 'admin'],
  'adjustments.decide': ['finance_approver', 'admin'],
  'terms.draft': ['support', 'finance_maker', 'risk', 'admin'],
  'terms.publish': ['finance_approver', 'admin'],
} as const satisfies Record<string, readonly Role[]>

export type Duty = keyof typeof DUTIES

/** Throws FORBIDDEN unless the user has the duty now, by the database and not by the session. */
export async function requireDuty(db: NodePgDatabase, userId: string, duty: Duty): Promise<void> {
  const [operator] = await db
    .select({ roles: users.roles, status: users.status })
    .from(users)
    .where(eq(users.id, userId))
  if (operator?.status !== 'active' || !hasDuty(operator, duty)) throw new PosPayError('FORBIDDEN')
}

export function hasDuty({ roles }: { roles: readonly string[] }, duty: Duty): boolean {
  return DUTIES[duty].some((role) => roles.includes(role))
}
