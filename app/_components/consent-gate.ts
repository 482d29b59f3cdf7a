import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { currentUser, webContext } from '@/lib/auth'
import { listAsked, type Asked } from '@/lib/terms/consent'

/** Which versions somebody wants to be asked for later. */
export const LATER_COOKIE = 'consent-later'
/** Nobody is asked twice in a week (온라인 다크패턴 지침). */
export const LATER_SECONDS = 7 * 24 * 60 * 60

/** Getting one's money back, leaving and the console wait for no consent. */
const OPEN = /^\/(account|notifications|admin|wallet\/refund)(\/|\?|$)/

export function keyOf(asked: Asked[]): string {
  return asked.map(({ document, version }) => `${document}.${version}`).join('_')
}

/** What the visitor has yet to agree to. */
export const readAsked = cache(async (): Promise<Asked[]> => {
  const user = await currentUser()
  if (!user) return []
  const ctx = await webContext()
  return listAsked(ctx.db, user.id, ctx.now())
})

/** Sends whoever has yet to agree to what is in force to the page that asks, and back again afterwards. */
export async function askForConsent(): Promise<void> {
  const asked = await readAsked()
  if (asked.length === 0) return
  if ((await cookies()).get(LATER_COOKIE)?.value === keyOf(asked)) return
  const path = (await headers()).get('x-pathname') ?? '/wallet'
  if (!OPEN.test(path)) redirect(`/consent?next=${encodeURIComponent(path)}`)
}
