import type { NoticeKind } from '@/db/schema/notification'

/** They are for whoever reads the mail, and not for whoever is logged in. */
export const MAIL_ONLY: NoticeKind[] = ['password.reset', 'email.taken']

export function isMailOnly(kind: NoticeKind): boolean {
  return MAIL_ONLY.includes(kind)
}
