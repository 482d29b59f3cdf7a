'use client'

import { useState } from 'react'
import { DetailList } from '@/app/_components/detail-list'
import { Notice } from '@/app/_components/notice'
import { Sheet } from '@/app/_components/sheet'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { Won } from '@/app/_components/won'
import { formatWon } from '@/lib/money'
import type { Plan } from '@/lib/refund/plan'
import { AccountFields } from './account-fields'
import { refundAction } from './actions'
import { RefundParts } from './refund-parts'

type Props = { open: boolean; onClose: () => void; plan: Plan; balance: bigint; requestKey: string }

/** The second tap: what goes where, what is left, and the button that does it. */
export function RefundSheet({ open, onClose, plan, balance, requestKey }: Props) {
  const { state, pending, form } = useFormAction(refundAction)
  const [key] = useState(requestKey)
  const asked = plan.parts.map(({ orderId, amount }) => `${orderId}:${amount}`)
  return (
    <Sheet open={open} title="이렇게 돌려드려요" onClose={onClose}>
      <div className="mt-2">
        <RefundParts parts={plan.parts} />
        <div className="border-t border-line">
          <DetailList
            rows={[
              { label: '수수료', value: '없어요' },
              { label: '남는 잔액', value: <Won amount={balance - plan.total} /> },
              { label: '돌려받을 금액', value: <Won amount={plan.total} className="text-title font-bold" /> },
            ]}
          />
        </div>
      </div>
      <form {...form} className="mt-3">
        {/* Another wish is another request: only the same one is a repeat. */}
        <input type="hidden" name="key" value={`${key}:${plan.total}`} />
        <input type="hidden" name="parts" value={asked.join()} />
        {plan.parts.some(({ needsAccount }) => needsAccount) ? (
          <AccountFields errors={state?.fields} />
        ) : null}
        {state && !state.ok && state.message && !state.fields ? (
          <Notice tone="danger" live="alert" className="mb-4">
            {state.message}
          </Notice>
        ) : null}
        <SubmitButton pending={pending} pendingLabel="돌려드리고 있어요">
          {formatWon(plan.total)} 돌려받기
        </SubmitButton>
      </form>
    </Sheet>
  )
}
