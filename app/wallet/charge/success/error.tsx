'use client'

import { buttonClass } from '@/app/_components/button'
import { StatusHero } from '@/app/_components/status-hero'

/** The answer to the confirmation was lost. Asking again is safe: an order is confirmed once. */
export default function ConfirmError() {
  return (
    <div className="mx-auto w-full max-w-lg pt-10">
      <StatusHero tone="review" title="결과를 아직 받지 못했어요">
        결제가 됐다면 잔액에 한 번만 더해져요. 다시 결제하지 말고 결과를 확인해 주세요.
      </StatusHero>
      <button
        type="button"
        onClick={() => window.location.reload()}
        className={buttonClass('primary', 'large', 'mt-8 w-full')}
      >
        결과 확인하기
      </button>
    </div>
  )
}
