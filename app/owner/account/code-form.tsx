'use client'

import { Countdown } from '@/app/_components/countdown'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { bankName } from '@/lib/bank/banks'
import type { VerifyingAccount } from '@/lib/withdrawal/account'
import { giveUpAccountAction, verifyAccountAction } from './actions'

type Props = { account: VerifyingAccount; now: Date; lab: string | null }

/** Asks for the digits that came with the 1 won. `lab`: where a bank that only stands in shows them. */
export function CodeForm({ account, now, lab }: Props) {
  const { state, pending, form } = useFormAction(verifyAccountAction)
  const again = useFormAction(giveUpAccountAction)
  return (
    <>
      <p className="mt-1 text-label text-ink-soft">
        {bankName(account.bankCode)} <span className="tabular-nums">{account.accountNumber}</span>에 들어온
        1원의 입금자 이름에서 숫자 4자리를 확인해 주세요.
      </p>
      <p className="mt-4 rounded-control bg-sunken px-4 py-3.5 text-center text-label text-ink-soft">
        입금자 <strong className="font-semibold text-ink">포스페이</strong>
        <strong className="font-semibold text-brand-ink">○○○○</strong>
      </p>
      {lab ? (
        <p className="mt-3 text-caption text-ink-soft">
          연습용 은행이라 진짜 1원은 보내지 않았어요. 숫자는{' '}
          <a
            href={`${lab}#transfers-title`}
            target="_blank"
            rel="noreferrer"
            className="underline underline-offset-4"
          >
            실험실의 은행 이체
          </a>
          에서 볼 수 있어요.
        </p>
      ) : null}
      <form {...form} className="mt-5 space-y-5">
        {state && !state.ok && state.message && !state.fields ? (
          <Notice tone="danger" live="alert">
            {state.message}
          </Notice>
        ) : null}
        <Field
          name="code"
          label="숫자 4자리"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="\d{4}"
          maxLength={4}
          hint={`${account.triesLeft}번까지 입력할 수 있어요.`}
          error={state?.fields?.code}
          className="text-center text-title font-semibold tracking-[0.5em] tabular-nums"
        />
        <SubmitButton pending={pending} pendingLabel="확인하고 있어요">
          인증하기
        </SubmitButton>
      </form>
      <div className="mt-4 flex items-center justify-between text-label text-ink-soft">
        <p>
          남은 시간 <Countdown until={account.codeExpiresAt} now={now} />
        </p>
        <form {...again.form}>
          <button
            type="submit"
            disabled={again.pending}
            className="min-h-11 font-medium underline underline-offset-4 hover:text-ink"
          >
            다른 계좌로 하기
          </button>
        </form>
      </div>
    </>
  )
}
