'use client'

import { useEffect, useState } from 'react'
import { Notice } from '@/app/_components/notice'
import { SelectField } from '@/app/_components/select-field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { CONSENT_VERSION, consentText } from '@/lib/charge/auto-topup/consent'
import { formatWon } from '@/lib/money'
import { startAutoTopUpAction } from './actions'
import { Tick } from './tick'
import { useCardWindow, type Billing, type Buyer } from './use-card-window'

const AMOUNTS = [10_000n, 30_000n, 50_000n, 100_000n, 200_000n, 300_000n]
const THRESHOLDS = [5_000n, 10_000n, 30_000n, 50_000n, 100_000n]
const CAPS = [50_000n, 100_000n, 200_000n, 300_000n, 500_000n, 1_000_000n, 2_000_000n]

/** Chooses when how much is charged, shows what that means word for word, and leads to the card. */
export function SetupForm({ billing, buyer }: { billing: Billing; buyer: Buyer }) {
  const [amount, setAmount] = useState(30_000n)
  const [monthlyCap, setMonthlyCap] = useState(200_000n)
  const [threshold, setThreshold] = useState(10_000n)
  const [onShortage, setOnShortage] = useState(true)
  const [below, setBelow] = useState(false)
  const { state, pending, form } = useFormAction(startAutoTopUpAction)
  const { open, opening, refusal } = useCardWindow(billing, buyer)
  const agreed = state?.ok ?? false

  useEffect(() => {
    if (agreed) void open()
    // Each consent opens the window once: the state is a new one after every submit.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state])

  const nothing = !onShortage && !below
  const figures = { amount, monthlyCap, onShortage, threshold: below ? threshold : null }
  return (
    <form {...form} className="space-y-5">
      <fieldset>
        <legend className="text-label font-medium text-ink-soft">언제 충전할까요?</legend>
        <Tick name="onShortage" checked={onShortage} onTick={setOnShortage}>
          결제할 때 부족하면 <span className="text-ink-soft">· 결제 화면에서 버튼 한 번으로</span>
        </Tick>
        <Tick name="belowThreshold" checked={below} onTick={setBelow}>
          잔액이 적어지면 <span className="text-ink-soft">· 묻지 않고 저절로</span>
        </Tick>
        <SelectField
          name="threshold"
          label="이 금액보다 적어지면"
          hidden={!below}
          className={below ? 'mt-1' : 'hidden'}
          value={String(threshold)}
          onChange={(event) => setThreshold(BigInt(event.target.value))}
          error={state?.fields?.threshold}
        >
          {THRESHOLDS.map(option)}
        </SelectField>
      </fieldset>
      <div className="grid gap-4 tablet:grid-cols-2">
        <SelectField
          name="amount"
          label="한 번에 충전할 금액"
          value={String(amount)}
          onChange={(event) => setAmount(BigInt(event.target.value))}
          error={state?.fields?.amount}
        >
          {AMOUNTS.map(option)}
        </SelectField>
        <SelectField
          name="monthlyCap"
          label="한 달 한도"
          value={String(monthlyCap)}
          onChange={(event) => setMonthlyCap(BigInt(event.target.value))}
          error={amount > monthlyCap ? '한 번 충전할 금액보다 적어요.' : state?.fields?.monthlyCap}
        >
          {CAPS.map(option)}
        </SelectField>
      </div>
      <section aria-labelledby="consent-title" className="rounded-control bg-sunken px-4 py-3">
        <h2 id="consent-title" className="text-caption font-semibold">
          동의 내용
        </h2>
        <ul className="mt-1 list-disc space-y-1 pl-4 text-caption text-ink-soft" aria-live="polite">
          {consentText(figures).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <label className="mt-1 flex min-h-11 items-center gap-3 text-label">
          <input
            type="checkbox"
            name="consent"
            value={CONSENT_VERSION}
            required
            className="size-5 shrink-0 accent-brand"
          />
          <span>
            <span className="font-medium text-brand-ink">[필수]</span> 위 내용에 동의해요
          </span>
        </label>
      </section>
      <div role="status">
        {state && !state.ok ? <Notice tone="danger">{state.message}</Notice> : null}
        {refusal && !pending ? <Notice tone={refusal.tone}>{refusal.text}</Notice> : null}
        {nothing ? <Notice tone="calm">언제 충전할지 하나 이상 골라 주세요.</Notice> : null}
      </div>
      <SubmitButton
        pending={pending || opening}
        pendingLabel={opening ? '카드 등록창에서 진행해 주세요' : '준비하고 있어요'}
        disabled={nothing || amount > monthlyCap}
      >
        동의하고 카드 등록하기
      </SubmitButton>
      <p className="text-center text-caption text-ink-faint">지금 빠져나가는 돈은 없어요</p>
    </form>
  )
}

function option(amount: bigint) {
  return (
    <option key={String(amount)} value={String(amount)}>
      {formatWon(amount)}
    </option>
  )
}
