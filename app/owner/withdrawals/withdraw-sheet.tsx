'use client'

import { useState } from 'react'
import { DetailList } from '@/app/_components/detail-list'
import { dayName } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { Sheet } from '@/app/_components/sheet'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { Won } from '@/app/_components/won'
import { bankName } from '@/lib/bank/banks'
import { formatWon } from '@/lib/money'
import type { Terms } from '@/lib/withdrawal/terms'
import { withhold } from '@/lib/withdrawal/withhold'
import { withdrawAction } from './actions'
import { taxRows } from './tax-rows'

type Props = { open: boolean; onClose: () => void; amount: bigint; terms: Terms; requestKey: string }

/** The second tap: where it goes, when it is there, and the button that sends it. */
export function WithdrawSheet({ open, onClose, amount, terms, requestKey }: Props) {
  const { state, pending, form } = useFormAction(withdrawAction)
  const [key] = useState(requestKey)
  const { account, withdrawable, approveAbove, arrivesBy } = terms
  const looked = amount > approveAbove
  const tax = withhold(terms.withholding, amount)
  return (
    <Sheet open={open} title="이 계좌로 보낼까요?" onClose={onClose}>
      <div className="mt-2">
        <DetailList
          rows={[
            {
              label: '받는 계좌',
              value: (
                <span className="tabular-nums">
                  {bankName(account!.bankCode)} {account!.accountNumber}
                </span>
              ),
            },
            { label: '예금주', value: account!.holderName },
            { label: '수수료', value: '없어요' },
            {
              label: '도착',
              value: `늦어도 ${dayName(looked ? arrivesBy.approved : arrivesBy.sent)}까지`,
            },
            { label: '출금하고 남는 금액', value: <Won amount={withdrawable - amount} /> },
            ...(tax > 0n ? [{ label: '출금액', value: <Won amount={amount} /> }, ...taxRows(tax)] : []),
            { label: '입금액', value: <Won amount={amount - tax} className="text-title font-bold" /> },
          ]}
        />
      </div>
      {looked ? (
        <Notice className="mt-3">
          {formatWon(approveAbove)}을 넘는 출금은 안전을 위해 담당자 두 명이 확인한 뒤 보내요.
        </Notice>
      ) : null}
      <form {...form} className="mt-4">
        {/* Another amount is another request: only the same one is a repeat. */}
        <input type="hidden" name="key" value={`${key}:${amount}`} />
        <input type="hidden" name="amount" value={String(amount)} />
        {state && !state.ok && state.message ? (
          <Notice tone="danger" live="alert" className="mb-4">
            {state.message}
          </Notice>
        ) : null}
        <SubmitButton pending={pending} pendingLabel="출금을 요청하고 있어요">
          {formatWon(amount)} 출금하기
        </SubmitButton>
      </form>
    </Sheet>
  )
}
