'use server'

import { z } from 'zod'
import { publicAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { nameSchema } from '@/lib/identity/credentials'
import { signUpSocial } from '@/lib/identity/social-login'
import { consentFields } from '../consent-fields'

const socialForm = z.object({ ticket: z.string().max(4096), name: nameSchema, ...consentFields })

export const signUpSocialAction = publicAction(socialForm, async ({ ticket, ...input }) => {
  await signUpSocial(await webContext(), ticket, input)
})
