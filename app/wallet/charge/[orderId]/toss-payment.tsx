'use client'

import { useEffect, useState, type ReactNode } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { Skeleton } from '@/app/_components/skeleton'
import { Spinner } from '@/app/_components/spinner'
import type { Toss, WidgetOrder } from './mount-widgets'
import { AGREEMENT_ID, METHODS_ID, useTossWidgets } from './use-toss-widgets'
import { isCancel, refusalCode, refusalText } from './widget-refusals'

type Props = {
  toss: Toss
  order: WidgetOrder
  buyer: { name: string; email: string | null }
  payLabel: ReactNode
  summary: ReactNode
}

export function TossPayment({ toss, order, buyer, payLabel, summary }: Props) {
  const { status, agreed, request } = useTossWidgets(toss, order)
  const [paying, setPaying] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)

  // Coming back with the browser's own button finds the page as it was left: locked.
  useEffect(() => {
    const unlock = (event: PageTransitionEvent) => event.persisted && setPaying(false)
    window.addEventListener('pageshow', unlock)
    return () => window.removeEventListener('pageshow', unlock)
  }, [])

  async function pay() {
    setPaying(true)
    setRefusal(null)
    const { origin } = window.location
    try {
      await request({
        orderId: order.orderId,
        orderName: order.orderName,
        customerName: buyer.name,
        customerEmail: buyer.email ?? undefined,
        successUrl: `${origin}/wallet/charge/success`,
        failUrl: `${origin}/wallet/charge/fail`,
      })
    } catch (thrown) {
      setRefusal(refusalCode(thrown))
      setPaying(false)
    }
  }

  return (
    <div className="grid items-start gap-5 desktop:grid-cols-[1.35fr_1fr] desktop:grid-rows-[auto_1fr] desktop:gap-x-7 desktop:gap-y-4">
      <div className="overflow-hidden rounded-card bg-white shadow-card desktop:row-span-2">
        {status === 'failed' ? <LoadFailure /> : <WidgetSpace loading={status === 'loading'} />}
      </div>
      <div className="order-first rounded-card bg-surface p-5 shadow-card ring-1 ring-line/70 desktop:order-none tablet:p-6">
        {summary}
      </div>
      <div className="sticky bottom-[calc(3.75rem+env(safe-area-inset-bottom))] z-5 -mx-5 border-t border-line bg-canvas px-5 py-3 desktop:static desktop:mx-0 desktop:border-0 desktop:p-0">
        <div role="status">
          {refusal ? (
            <Notice tone={isCancel(refusal) ? 'calm' : 'danger'} className="mb-3">
              {refusalText(refusal)}
            </Notice>
          ) : null}
        </div>
        <button
          type="button"
          onClick={pay}
          disabled={status !== 'ready' || !agreed || paying}
          aria-describedby="pay-hint"
          className={buttonClass('primary', 'large', 'w-full')}
        >
          {paying ? (
            <>
              <Spinner className="size-5" />
              결제창에서 진행해 주세요
            </>
          ) : (
            payLabel
          )}
        </button>
        <p id="pay-hint" className="mt-2 min-h-5 text-center text-caption text-ink-soft">
          {status === 'ready' && !agreed ? '필수 약관에 동의하면 결제할 수 있어요.' : ''}
        </p>
      </div>
    </div>
  )
}

/** The room that Toss's frames will take, kept from the start so that nothing jumps when they arrive. */
function WidgetSpace({ loading }: { loading: boolean }) {
  return (
    <div className="relative" aria-busy={loading}>
      {loading ? (
        <div className="absolute inset-0 space-y-4 p-6">
          <p className="sr-only" role="status">
            결제 방법을 불러오고 있어요
          </p>
          <Skeleton className="h-6 w-28" />
          <Skeleton className="h-14 w-full" />
          <Skeleton className="h-14 w-full" />
          <Skeleton className="h-14 w-full" />
        </div>
      ) : null}
      <div id={METHODS_ID} className="min-h-76" />
      <div id={AGREEMENT_ID} className="min-h-28" />
    </div>
  )
}

function LoadFailure() {
  return (
    <div className="bg-surface p-5 tablet:p-6">
      <Notice tone="danger" live="alert" title="결제 방법을 불러오지 못했어요">
        빠져나간 돈은 없어요. 인터넷 연결이나 차단 프로그램을 확인하고 다시 불러와 주세요.
      </Notice>
      <button
        type="button"
        onClick={() => window.location.reload()}
        className={buttonClass('plain', 'large', 'mt-4 w-full')}
      >
        다시 불러오기
      </button>
    </div>
  )
}
