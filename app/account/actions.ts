'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { logout, webContext } from '@/lib/auth'
import { changePassword } from '@/lib/identity/change-password'
import { newPasswordSchema, typedPasswordSchema } from '@/lib/identity/credentials'
import { requireSameOrigin } from '@/lib/request'

const changePasswordForm = z.object({ currentPassword: typedPasswordSchema, newPassword: newPasswordSchema })

export const changePasswordAction = action(changePasswordForm, async (input, user) => {
  await changePassword(await webContext(), { ...input, userId: user.id })
  redirect('/login?changed=1')
})

export async function logoutAction() {
  requireSameOrigin(await headers())
  await logout()
  redirect('/')
}
