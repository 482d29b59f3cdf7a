'use client'

import { amountToHangul } from 'es-hangul'
import { useState } from 'react'
import { AmountInput } from '@/app/_components/amount-input'
import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { formatWon } from '@/lib/money'
import { createOrderAction } from './actions'
import { addPreset, draftProblem, parseDraft, type DraftAmount, type DraftProblem } from './draft-amount'

const PRESETS = [
  { amount: 10_000n, label: '+1만' },
  { amount: 50_000n, label: '+5만' },
  { amount: 100_000n, label: '+10만' },
]

type Limits = { min: bigint; max: bigint }

function problemText(problem: DraftProblem | null, { min, max }: Limits): string | null {
  if (problem === 'below-min') return `${formatWon(min)}부터 충전할 수 있어요.`
  if (problem === 'above-max') return `지금은 ${formatWon(max)}까지 충전할 수 있어요.`
  return null
}

export function AmountForm({ limits, initial }: { limits: Limits; initial: DraftAmount }) {
  const [amount, setAmount] = useState(initial)
  const { state, pending, form } = useFormAction(createOrderAction)
  const problem = draftProblem(amount, limits)
  const complaint = problemText(problem, limits)

  if (limits.max < limits.min) return <FullWallet />
  return (
    <form {...form}>
      <AmountInput
        name="amount"
        label="충전할 금액"
        amount={amount}
        onText={(text) => setAmount(parseDraft(text))}
        invalid={complaint !== null}
        describedBy="amount-words amount-limit amount-problem"
      />
      <p id="amount-words" className="mt-2 min-h-5 text-caption text-ink-soft">
        {amount ? `${amountToHangul(String(amount))}원` : ''}
      </p>
      <div className="mt-3 grid grid-cols-4 gap-2" role="group" aria-label="금액 더하기">
        {PRESETS.map((preset) => (
          <button
            key={preset.label}
            type="button"
            onClick={() => setAmount(addPreset(amount, preset.amount, limits.max))}
            className={buttonClass('plain', 'regular', 'px-1 tracking-tight whitespace-nowrap')}
          >
            {preset.label}
          </button>
        ))}
        <button
          type="button"
          onClick={() => setAmount(limits.max)}
          className={buttonClass('plain', 'regular', 'px-1 tracking-tight whitespace-nowrap')}
        >
          최대
        </button>
      </div>
      <p id="amount-limit" className="mt-4 text-label text-ink-soft">
        이번 충전 가능 <span className="font-semibold text-ink tabular-nums">{formatWon(limits.max)}</span>
      </p>
      <p id="amount-problem" role="status" className="min-h-6 text-label font-medium text-danger">
        {complaint}
      </p>
      {state && !state.ok && state.message ? (
        <Notice tone="danger" live="alert" className="mt-1 mb-4">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton
        pending={pending}
        pendingLabel="결제를 준비하고 있어요"
        disabled={problem !== null}
        className="mt-3"
      >
        {amount ? `${formatWon(amount)} 충전하기` : '금액을 입력해 주세요'}
      </SubmitButton>
    </form>
  )
}

function FullWallet() {
  return (
    <Notice tone="calm" title="지금은 더 충전할 수 없어요">
      지갑이 한도까지 찼거나 확인 중인 충전이 있어요. 잔액을 쓰거나 확인이 끝나면 다시 충전할 수 있어요.
    </Notice>
  )
}
