'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { sayFiled } from '@/lib/tax/file'

const said = z.object({
  kind: z.enum(['vat', 'fees', 'broker', 'withholding']),
  period: z.string().max(7),
  filed: z.enum(['yes', 'no']).transform((word) => word === 'yes'),
  reason: z.string().trim().min(1, '내용을 적어 주세요.').max(200, '200자까지 적을 수 있어요.'),
})

export const sayFiledAction = operatorAction('taxes.file', said, async ({ reason, ...input }, user) => {
  await sayFiled(await webContext(), { ...input, note: reason, operatorId: user.id })
  refresh()
})
