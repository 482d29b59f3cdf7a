'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { keyOf, LATER_COOKIE, LATER_SECONDS, readAsked } from '@/app/_components/consent-gate'
import { action } from '@/lib/action'
import { sessionCookieOptions, webContext } from '@/lib/auth'
import { giveConsent } from '@/lib/terms/consent'
import { returnPath } from '../return-path'

const consentForm = z.object({
  terms: z.string().max(10).optional(),
  privacy: z.string().max(10).optional(),
  next: z.string().max(2000),
})

export const consentAction = action(consentForm, async ({ next, ...versions }, { id: userId }) => {
  await giveConsent(await webContext(), { userId, versions })
  redirect(returnPath(next))
})

export const laterAction = action(z.object({ next: z.string().max(2000) }), async ({ next }) => {
  const asked = keyOf(await readAsked())
  ;(await cookies()).set(LATER_COOKIE, asked, { ...sessionCookieOptions(), maxAge: LATER_SECONDS })
  redirect(returnPath(next))
})
