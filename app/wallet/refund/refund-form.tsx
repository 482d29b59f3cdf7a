'use client'

import { amountToHangul } from 'es-hangul'
import { useState } from 'react'
import { AmountInput } from '@/app/_components/amount-input'
import { buttonClass } from '@/app/_components/button'
import { formatWon } from '@/lib/money'
import { planRefund, type Lot } from '@/lib/refund/plan'
import { parseDraft, type DraftAmount } from '../charge/draft-amount'
import { RefundParts } from './refund-parts'
import { RefundSheet } from './refund-sheet'

type Props = {
  balance: bigint
  lots: Lot[]
  now: Date
  /** One for each time that the page is opened: sent twice, it is one refund. */
  requestKey: string
}

/** Chooses how much comes back, and shows where each won of it goes while it is typed. */
export function RefundForm({ balance, lots, now, requestKey }: Props) {
  const [amount, setAmount] = useState<DraftAmount>(null)
  const [open, setOpen] = useState(false)
  const plan = planRefund(balance, lots, amount ?? 0n, now)
  const tooMuch = amount !== null && amount > plan.available
  const complaint = tooMuch ? `지금은 ${formatWon(plan.available)}까지 돌려받을 수 있어요.` : null
  const ready = plan.total > 0n && !tooMuch
  return (
    <>
      <AmountInput
        name="refund-amount"
        label="돌려받을 금액"
        amount={amount}
        onText={(text) => setAmount(parseDraft(text))}
        invalid={tooMuch}
        describedBy="refund-words refund-problem"
      />
      <div className="mt-2 flex min-h-11 items-center justify-between gap-3">
        <p id="refund-words" className="text-caption text-ink-soft">
          {amount ? `${amountToHangul(String(amount))}원` : ''}
        </p>
        <button
          type="button"
          onClick={() => setAmount(plan.available)}
          className={buttonClass('plain', 'regular', 'shrink-0')}
        >
          전액 {formatWon(plan.available)}
        </button>
      </div>
      <p id="refund-problem" role="status" className="min-h-6 text-label font-medium text-danger">
        {complaint}
      </p>
      {ready ? (
        <div className="mt-1 mb-4 rounded-control bg-sunken px-4 py-1">
          <RefundParts parts={plan.parts} />
        </div>
      ) : null}
      <button
        type="button"
        aria-haspopup="dialog"
        disabled={!ready}
        onClick={() => setOpen(true)}
        className={buttonClass('primary', 'large', 'w-full')}
      >
        {ready ? `${formatWon(plan.total)} 돌려받기` : '금액을 입력해 주세요'}
      </button>
      <RefundSheet
        open={open}
        onClose={() => setOpen(false)}
        plan={plan}
        balance={balance}
        requestKey={requestKey}
      />
    </>
  )
}
