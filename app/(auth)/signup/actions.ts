'use server'

import { z } from 'zod'
import { publicAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { emailSchema, nameSchema, newPasswordSchema } from '@/lib/identity/credentials'
import { signUp } from '@/lib/identity/sign-up'
import { consentFields } from './consent-fields'

const signUpForm = z.object({
  name: nameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  ...consentFields,
})

export const signUpAction = publicAction(signUpForm, async (input) => {
  await signUp(await webContext(), input)
})
