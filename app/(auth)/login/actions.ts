'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { emailSchema, newPasswordSchema } from '@/lib/identity/credentials'
import { requestPasswordReset } from '@/lib/identity/request-password-reset'
import { resetPassword } from '@/lib/identity/reset-password'

const forgotForm = z.object({ email: emailSchema })

export const forgotPasswordAction = publicAction(forgotForm, async ({ email }) => {
  await requestPasswordReset(await webContext(), email)
})

const resetForm = z.object({ token: z.string().max(200), newPassword: newPasswordSchema })

export const resetPasswordAction = publicAction(resetForm, async (input) => {
  await resetPassword(await webContext(), input)
  redirect('/login?changed=1')
})
