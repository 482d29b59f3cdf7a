'use client'

import { useEffect, useState } from 'react'
import { isCancel, refusalCode } from '../charge/[orderId]/widget-refusals'

export type Billing = { clientKey: string; sdkUrl: string }
export type Buyer = { name: string; email: string | null; customerKey: string }

type Refusal = { tone: 'calm' | 'danger'; text: string }

const CANCELED: Refusal = {
  tone: 'calm',
  text: '카드 등록을 취소했어요. 자동충전은 꺼져 있고, 빠져나간 돈은 없어요.',
}
const FAILED: Refusal = {
  tone: 'danger',
  text: '카드 등록창을 열지 못했어요. 빠져나간 돈은 없어요. 잠시 후 다시 눌러 주세요.',
}

/** Opens Toss's window in which a card is registered. Success leaves the page for the return address. */
export function useCardWindow({ clientKey, sdkUrl }: Billing, { name, email, customerKey }: Buyer) {
  const [opening, setOpening] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  // Coming back with the browser's own button finds the page as it was left: locked.
  useEffect(() => {
    const unlock = (event: PageTransitionEvent) => event.persisted && setOpening(false)
    window.addEventListener('pageshow', unlock)
    return () => window.removeEventListener('pageshow', unlock)
  }, [])

  async function open() {
    setOpening(true)
    setRefusal(null)
    const { origin } = window.location
    try {
      const { loadTossPayments } = await import('@tosspayments/tosspayments-sdk')
      const toss = await loadTossPayments(clientKey, { src: sdkUrl })
      await toss.payment({ customerKey }).requestBillingAuth({
        method: 'CARD',
        successUrl: `${origin}/wallet/auto-topup/success`,
        failUrl: `${origin}/wallet/auto-topup/fail`,
        customerName: name,
        customerEmail: email ?? undefined,
      })
    } catch (thrown) {
      setRefusal(isCancel(refusalCode(thrown)) ? CANCELED : FAILED)
      setOpening(false)
    }
  }
  return { open, opening, refusal }
}
