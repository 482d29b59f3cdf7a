'use server'

import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { logout, webContext } from '@/lib/auth'
import { changePassword } from '@/lib/identity/change-password'
import { newPasswordSchema, typedPasswordSchema } from '@/lib/identity/credentials'
import { confirmPassword } from '@/lib/identity/confirm-password'
import { requireSameOrigin } from '@/lib/request'
import { chooseMarketing } from '@/lib/terms/marketing'

const changePasswordForm = z.object({ currentPassword: typedPasswordSchema, newPassword: newPasswordSchema })

export const changePasswordAction = action(changePasswordForm, async (input, user) => {
  await changePassword(await webContext(), { ...input, userId: user.id })
  redirect('/login?changed=1')
})

export const confirmPasswordAction = action(
  z.object({ password: typedPasswordSchema }),
  async ({ password }, { id: userId, sessionId }) => {
    await confirmPassword(await webContext(), { userId, sessionId, password })
    refresh()
  },
)

export const marketingAction = action(
  z.object({ agreed: z.enum(['yes', 'no']) }),
  async ({ agreed }, { id: userId }) => {
    await chooseMarketing(await webContext(), { userId, agreed: agreed === 'yes' })
    refresh()
  },
)

export async function logoutAction() {
  requireSameOrigin(await headers())
  await logout()
  redirect('/')
}
