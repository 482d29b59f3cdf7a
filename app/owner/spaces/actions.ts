'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { action } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { addBlackout } from '@/lib/space/add-blackout'
import { blackoutForm } from '@/lib/space/blackout-form'
import { changeStatus } from '@/lib/space/change-status'
import { chooseCover } from '@/lib/space/choose-cover'
import { editSpace } from '@/lib/space/edit-space'
import { spaceForm } from '@/lib/space/fields'
import { registerSpace } from '@/lib/space/register-space'
import { removeBlackout } from '@/lib/space/remove-blackout'
import { removePhoto } from '@/lib/space/remove-photo'

const ofSpace = z.object({ spaceId: z.string() })
const ofPhoto = ofSpace.extend({ photoId: z.string() })

export const registerSpaceAction = action(spaceForm, async (fields, user) => {
  const { spaceId } = await registerSpace(await webContext(), user.id, fields)
  redirect(`/owner/spaces/${spaceId}?registered`)
})

export const editSpaceAction = action(z.intersection(ofSpace, spaceForm), async (input, user) => {
  const { spaceId, ...fields } = input
  await editSpace(await webContext(), { ownerId: user.id, spaceId, fields })
  refresh()
})

export const changeStatusAction = action(
  ofSpace.extend({ status: z.enum(['open', 'closed']) }),
  async (input, user) => {
    await changeStatus(await webContext(), { ...input, ownerId: user.id })
    refresh()
  },
)

export const addBlackoutAction = action(blackoutForm, async (input, user) => {
  await addBlackout(await webContext(), { ...input, ownerId: user.id })
  refresh()
})

export const removeBlackoutAction = action(
  ofSpace.extend({ blackoutId: z.string() }),
  async (input, user) => {
    await removeBlackout(await webContext(), { ...input, ownerId: user.id })
    refresh()
  },
)

export const chooseCoverAction = action(ofPhoto, async (input, user) => {
  await chooseCover(await webContext(), { ...input, ownerId: user.id })
  refresh()
})

export const removePhotoAction = action(ofPhoto, async (input, user) => {
  await removePhoto(await webContext(), { ...input, ownerId: user.id })
  refresh()
})
