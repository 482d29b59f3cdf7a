'use client'

import { buttonClass } from './button'
import { StatusHero } from './status-hero'

/** The number under which the server logged what went wrong. */
function digestOf(error: unknown): string | null {
  return error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : null
}

export function ErrorScreen({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = digestOf(error)
  return (
    <div className="mx-auto w-full max-w-lg px-5 pt-16 pb-10">
      <StatusHero tone="review" title="화면을 불러오지 못했어요">
        맡긴 돈은 그대로 있어요. 결제하던 중이었다면 다시 결제하지 말고 내역을 먼저 확인해 주세요.
      </StatusHero>
      <button type="button" onClick={retry} className={buttonClass('primary', 'large', 'mt-8 w-full')}>
        다시 불러오기
      </button>
      {digest ? <p className="mt-4 text-center text-caption text-ink-faint">문의 번호 {digest}</p> : null}
    </div>
  )
}
