'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { longDay } from '@/app/_components/kst'
import { operatorAction } from '@/lib/action'
import { webContext } from '@/lib/auth'
import { previewStatement, type Import } from '@/lib/bank-statement/import'
import { importBankStatement } from '@/lib/flows/import-bank-statement'
import { formatWon } from '@/lib/money'

const importForm = z.object({
  file: z
    .file()
    .min(1, '은행에서 받은 거래내역 파일을 골라 주세요.')
    .max(500_000, '500KB까지 올릴 수 있어요. 기간을 나눠 받아 주세요.'),
  /** The file that was shown before. */
  confirm: z.string().max(64).optional(),
})

export const importAction = operatorAction(
  'bank.import',
  importForm,
  async ({ file, confirm }, { id: operatorId }) => {
    const ctx = await webContext()
    const bytes = Buffer.from(await file.arrayBuffer())
    const shown = await previewStatement(ctx, { operatorId, bytes })
    if (confirm !== shown.digest) return { ok: true, message: describe(shown), confirm: shown.digest }
    const { added } = await importBankStatement(ctx, { operatorId, bytes })
    refresh()
    return { ok: true, message: added ? `새 거래 ${added}건을 가져왔어요.` : '이미 모두 가져온 거래예요.' }
  },
)

function describe({ firstDay, lastDay, lines, added, balance }: Import): string {
  const days = firstDay === lastDay ? longDay(firstDay) : `${longDay(firstDay)}부터 ${longDay(lastDay)}까지`
  const news = added === lines ? `${lines}건` : `${lines}건 가운데 새 거래 ${added}건`
  return `${days} ${news}, 마지막 잔액은 ${formatWon(balance)}이에요. 별도관리 계좌가 맞는지 확인하고 가져와 주세요.`
}
