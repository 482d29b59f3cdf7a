'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { logout, webContext } from '@/lib/auth'
import { changePassword } from '@/lib/identity/change-password'
import { newPasswordSchema, typedPasswordSchema } from '@/lib/identity/credentials'

const changePasswordForm = z.object({ currentPassword: typedPasswordSchema, newPassword: newPasswordSchema })

export const changePasswordAction = action(changePasswordForm, async (input, user) => {
  await changePassword(await webContext(), { ...input, userId: user.id })
  redirect('/login?changed=1')
})

export async function logoutAction() {
  await logout()
  redirect('/')
}
