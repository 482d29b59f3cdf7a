import Link from 'next/link'
import { AskUs } from '@/app/_components/ask-us'
import { Notice } from '@/app/_components/notice'
import type { ChargeLimits } from '@/lib/charge/limits'
import { AmountForm } from './amount-form'

/** For who has not agreed to the terms in force: they can still repay what they owe, and be free to leave. */
export function OnlyRepays({ limits }: { limits: ChargeLimits }) {
  if (limits.max === 0n)
    return (
      <Notice tone="caution" title="바뀐 약관에 동의하면 충전할 수 있어요">
        잔액은 그대로 있고 언제든 환불받을 수 있어요. <WhatChanged />
      </Notice>
    )
  if (limits.max < limits.min)
    return (
      <Notice tone="caution" title="갚을 금액이 너무 적어 결제할 수 없어요">
        카드는 100원부터 결제할 수 있어요. 이 금액은 저희가 정리해 드릴 테니 <AskUs />
      </Notice>
    )
  return (
    <>
      <Notice tone="calm" title="갚을 금액만 충전할 수 있어요" className="mb-5">
        충전한 돈은 모두 갚는 데 쓰이고 잔액에는 남지 않아요. 더 충전하려면 바뀐 약관에 동의해 주세요.{' '}
        <WhatChanged />
      </Notice>
      <AmountForm limits={limits} initial={limits.max} />
    </>
  )
}

function WhatChanged() {
  return (
    <Link href="/consent?next=/wallet/charge" className="font-semibold underline underline-offset-4">
      바뀐 점 보기
    </Link>
  )
}
