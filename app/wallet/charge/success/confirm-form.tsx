'use client'

import Link from 'next/link'
import { useActionState, useEffect, useRef } from 'react'
import { buttonClass } from '@/app/_components/button'
import { StatusHero } from '@/app/_components/status-hero'
import { confirmChargeAction } from './actions'

type Props = { orderId: string; paymentKey: string; amount: string }

/** Posts the return from Toss by itself; without scripts, by a button. */
export function ConfirmForm({ orderId, paymentKey, amount }: Props) {
  const [state, confirm] = useActionState(confirmChargeAction, null)
  const form = useRef<HTMLFormElement>(null)
  const sent = useRef(false)

  useEffect(() => {
    if (sent.current) return
    sent.current = true
    form.current?.requestSubmit()
  }, [])

  if (state && !state.ok) return <Refused message={state.message} orderId={orderId} />
  return (
    <div className="mx-auto w-full max-w-lg pt-10">
      <StatusHero tone="waiting" title="결제 확인 중">
        토스페이먼츠에서 결제 결과를 확인하고 있어요. 잠시만 기다려 주세요.
      </StatusHero>
      <form ref={form} action={confirm} className="mt-8">
        <input type="hidden" name="orderId" value={orderId} />
        <input type="hidden" name="paymentKey" value={paymentKey} />
        <input type="hidden" name="amount" value={amount} />
        <noscript>
          {/* Under no-referrer a browser posts a form as Origin: null, which would be refused. */}
          <meta name="referrer" content="same-origin" />
          <button type="submit" className={buttonClass('primary', 'large', 'w-full')}>
            충전 마치기
          </button>
        </noscript>
      </form>
    </div>
  )
}

function Refused({ message, orderId }: { message?: string; orderId: string }) {
  return (
    <div className="mx-auto w-full max-w-lg pt-10">
      <StatusHero tone="failed" title="충전하지 못했어요">
        {message ?? '지금은 결제 결과를 확인할 수 없어요. 결제가 됐다면 잔액에 저절로 더해져요.'}
      </StatusHero>
      <div className="mt-8 grid gap-3 tablet:grid-cols-2">
        <a href={`/wallet/charge/${orderId}`} className={buttonClass('primary', 'large')}>
          주문 확인하기
        </a>
        <Link href="/wallet" className={buttonClass('plain', 'large')}>
          지갑으로 가기
        </Link>
      </div>
    </div>
  )
}
