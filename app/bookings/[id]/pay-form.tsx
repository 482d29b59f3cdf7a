'use client'

import { useState } from 'react'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { formatWon } from '@/lib/money'
import { ActionRefusal } from './action-refusal'
import { chargeAndPayAction, payAction, topUpAndPayAction } from './actions'

/** One tap pays from the wallet. */
export function PayForm({ bookingId, price }: { bookingId: string; price: bigint }) {
  const { state, pending, form } = useFormAction(payAction)
  return (
    <form {...form}>
      <input type="hidden" name="bookingId" value={bookingId} />
      <ActionRefusal
        state={state}
        unsure="결제됐는지 아직 알 수 없어요. 다시 눌러도 두 번 결제되지 않아요."
      />
      <SubmitButton pending={pending} pendingLabel="결제하고 있어요">
        {formatWon(price)} 결제하기
      </SubmitButton>
    </form>
  )
}

type TopUp = { bookingId: string; amount: bigint; requestKey: string }

/** One tap charges the registered card and pays; what it says is all that it can charge. */
export function TopUpAndPayForm({ bookingId, amount, requestKey }: TopUp) {
  const { state, pending, form } = useFormAction(topUpAndPayAction)
  const [attempt, setAttempt] = useState({ requestKey, amount })
  if (attempt.amount !== amount) setAttempt({ requestKey, amount })
  return (
    <form {...form}>
      <input type="hidden" name="bookingId" value={bookingId} />
      <input type="hidden" name="amount" value={String(amount)} />
      <input type="hidden" name="requestKey" value={attempt.requestKey} />
      <ActionRefusal
        state={state}
        unsure="충전됐는지 아직 알 수 없어요. 다시 눌러도 두 번 충전되지 않아요."
      />
      <SubmitButton pending={pending} pendingLabel="충전하고 결제하고 있어요">
        {formatWon(amount)} 자동충전하고 결제
      </SubmitButton>
    </form>
  )
}

type Shortfall = { missing: bigint; charge: bigint }

/** Leads to the charge of what is missing, which then pays. */
export function ChargeAndPayForm({
  bookingId,
  shortfall: { missing, charge },
  requestKey,
  quiet = false,
}: {
  bookingId: string
  shortfall: Shortfall
  requestKey: string
  /** Beside a better way. */
  quiet?: boolean
}) {
  const { state, pending, form } = useFormAction(chargeAndPayAction)
  // The page is drawn anew while it is open; the attempt is still the same one, unless its amount has changed.
  const [attempt, setAttempt] = useState({ requestKey, charge })
  if (attempt.charge !== charge) setAttempt({ requestKey, charge })
  return (
    <form {...form}>
      <input type="hidden" name="bookingId" value={bookingId} />
      <input type="hidden" name="requestKey" value={attempt.requestKey} />
      <ActionRefusal
        state={state}
        unsure="빠져나간 돈은 없어요. 지금은 충전을 시작할 수 없으니 잠시 후 다시 눌러 주세요."
      />
      <SubmitButton
        pending={pending}
        pendingLabel="충전을 준비하고 있어요"
        tone={quiet ? 'plain' : 'primary'}
      >
        {quiet
          ? '다른 방법으로 충전하고 결제'
          : charge === missing
            ? `${formatWon(missing)} 부족 · 충전하고 결제`
            : `${formatWon(charge)} 충전하고 결제`}
      </SubmitButton>
    </form>
  )
}
