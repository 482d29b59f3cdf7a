'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { approveSetting, rejectSetting } from '@/lib/settings/decide'
import { flip } from '@/lib/settings/flip'
import { proposeSetting } from '@/lib/settings/propose'
import { fromInputs } from './values'
import { isSettingKey } from './words'

const reason = z.string().trim().min(1, '이유를 적어 주세요.').max(200, '200자까지 적을 수 있어요.')

const flipForm = z.object({
  which: z.enum(['charge', 'pay', 'withdraw', 'auto_top_up']),
  on: z.enum(['yes', 'no']).transform((answer) => answer === 'yes'),
  reason,
})

export const flipAction = operatorAction('switches.flip', flipForm, async (input, { id: operatorId }) => {
  await flip(await webContext(), { ...input, operatorId })
  refresh()
})

const proposeForm = z
  .object({
    key: z.string().refine(isSettingKey),
    reason,
    /** Korean time, without saying so. */
    startsAt: z
      .literal('')
      .transform(() => null)
      .or(z.iso.datetime({ local: true, precision: -1 }).transform((text) => new Date(`${text}:00+09:00`))),
  })
  .catchall(z.string().max(200))

export const proposeAction = operatorAction(
  'settings.propose',
  proposeForm,
  async (input, { id: operatorId }) => {
    const { key, reason, startsAt, ...typed } = input
    const value = fromInputs(key, typed as Record<string, string>)
    await proposeSetting(await webContext(), { operatorId, key, value, startsAt, reason })
    redirect('/admin/settings')
  },
)

const decision = z.object({ id: z.string().max(64) })

export const approveAction = operatorAction(
  'settings.decide',
  decision,
  async ({ id }, { id: operatorId }) => {
    await approveSetting(await webContext(), { operatorId, id })
    refresh()
  },
)

export const rejectAction = operatorAction(
  'settings.propose',
  decision,
  async ({ id }, { id: operatorId }) => {
    await rejectSetting(await webContext(), { operatorId, id })
    refresh()
  },
)
