'use client'

import { amountToHangul } from 'es-hangul'
import Link from 'next/link'
import { useState } from 'react'
import { AmountInput } from '@/app/_components/amount-input'
import { buttonClass } from '@/app/_components/button'
import { bankName } from '@/lib/bank/banks'
import { formatWon } from '@/lib/money'
import type { Terms } from '@/lib/withdrawal/terms'
import { withhold } from '@/lib/withdrawal/withhold'
import { parseDraft, type DraftAmount } from '@/app/wallet/charge/draft-amount'
import { WithdrawSheet } from './withdraw-sheet'

type Props = {
  terms: Terms
  /** One for each time that the page is opened: sent twice, it is one withdrawal. */
  requestKey: string
}

/** Chooses how much goes to the bank. */
export function WithdrawForm({ terms, requestKey }: Props) {
  const { withdrawable, min, account, perDay, leftToday } = terms
  const [amount, setAmount] = useState<DraftAmount>(null)
  const [open, setOpen] = useState(false)
  const complaint = complaintAbout(amount, { min, withdrawable })
  const ready = amount !== null && complaint === null
  const tax = withhold(terms.withholding, amount ?? 0n)
  return (
    <>
      <AmountInput
        name="withdraw-amount"
        label="출금할 금액"
        amount={amount}
        onText={(text) => setAmount(parseDraft(text))}
        invalid={complaint !== null}
        describedBy="withdraw-words withdraw-problem"
      />
      <div className="mt-2 flex min-h-11 items-center justify-between gap-3">
        <p id="withdraw-words" className="text-caption text-ink-soft">
          {amount ? `${amountToHangul(String(amount))}원` : ''}
        </p>
        <button
          type="button"
          onClick={() => setAmount(withdrawable)}
          className={buttonClass('plain', 'regular', 'shrink-0')}
        >
          전액 {formatWon(withdrawable)}
        </button>
      </div>
      <p id="withdraw-problem" role="status" className="min-h-6 text-label font-medium text-danger">
        {complaint}
      </p>
      <div className="mb-4 flex items-center justify-between gap-3 rounded-control bg-sunken px-4 py-3 text-label">
        <span className="min-w-0">
          <span className="block text-caption text-ink-soft">받는 계좌</span>
          <span className="block truncate font-medium tabular-nums">
            {bankName(account!.bankCode)} {account!.accountNumber}
          </span>
        </span>
        <Link
          href="/owner/account"
          className="inline-flex min-h-11 shrink-0 items-center font-medium text-ink-soft underline underline-offset-4 hover:text-ink"
        >
          바꾸기
        </Link>
      </div>
      {ready && tax > 0n ? (
        <p role="status" className="mb-4 text-label text-ink-soft">
          원천세 {formatWon(tax)}을 빼고{' '}
          <strong className="font-semibold text-ink">{formatWon(amount - tax)}</strong>이 입금돼요.
        </p>
      ) : null}
      <button
        type="button"
        aria-haspopup="dialog"
        disabled={!ready}
        onClick={() => setOpen(true)}
        className={buttonClass('primary', 'large', 'w-full')}
      >
        {ready ? `${formatWon(amount)} 출금하기` : '금액을 입력해 주세요'}
      </button>
      <p className="mt-3 text-center text-caption text-ink-faint">
        수수료는 없어요. 오늘 {leftToday}번 더 할 수 있어요. (하루 {perDay}번)
      </p>
      <WithdrawSheet
        open={open}
        onClose={() => setOpen(false)}
        amount={amount ?? 0n}
        terms={terms}
        requestKey={requestKey}
      />
    </>
  )
}

function complaintAbout(
  amount: DraftAmount,
  { min, withdrawable }: { min: bigint; withdrawable: bigint },
): string | null {
  if (amount === null) return null
  if (amount > withdrawable) return `지금은 ${formatWon(withdrawable)}까지 출금할 수 있어요.`
  return amount < min ? `${formatWon(min)}부터 출금할 수 있어요.` : null
}
