'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { buttonClass } from './button'

/** How long it says that it has copied. */
const SAID_MS = 2_000

/** Puts a text where it can be pasted; `what` is what it is, such as 계좌번호. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)

  useEffect(() => {
    if (outcome === null) return
    const forgotten = window.setTimeout(() => setOutcome(null), SAID_MS)
    return () => window.clearTimeout(forgotten)
  }, [outcome])

  async function copy() {
    const copied = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject()
    await copied.then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }

  const Icon = outcome === 'copied' ? Check : Copy
  return (
    <>
      <button
        type="button"
        onClick={copy}
        aria-label={`${what} 복사`}
        className={buttonClass('soft', 'regular', 'shrink-0 px-3.5')}
      >
        <Icon className="size-4" aria-hidden="true" />
        {outcome === 'copied' ? '복사됨' : '복사'}
      </button>
      <span role="status" className="sr-only">
        {outcome === 'copied' ? `${what}를 복사했어요` : ''}
        {outcome === 'failed' ? `${what}를 복사하지 못했어요. 길게 눌러 복사해 주세요` : ''}
      </span>
    </>
  )
}
