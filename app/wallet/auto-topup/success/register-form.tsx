'use client'

import Link from 'next/link'
import { useActionState, useEffect, useRef } from 'react'
import { buttonClass } from '@/app/_components/button'
import { StatusHero } from '@/app/_components/status-hero'
import { registerCardAction } from '../actions'

type Props = { customerKey: string; authKey: string }

/** The address is of another person's card, as where somebody has logged in as another since. */
const NOT_THEIRS = '로그인한 계정에서 시작한 카드 등록이 아니에요. 자동충전에서 다시 시작해 주세요.'

/** Posts the return from Toss by itself; without scripts, by a button. */
export function RegisterForm({ customerKey, authKey }: Props) {
  const [state, register] = useActionState(registerCardAction, null)
  const form = useRef<HTMLFormElement>(null)
  const sent = useRef(false)

  useEffect(() => {
    if (sent.current) return
    sent.current = true
    form.current?.requestSubmit()
  }, [])

  const failed = state && !state.ok
  return (
    <div className="mx-auto w-full max-w-lg pt-10">
      {failed ? (
        <StatusHero tone="failed" title="카드를 등록하지 못했어요">
          빠져나간 돈은 없어요. {state.code === 'NOT_FOUND' ? NOT_THEIRS : state.message}
        </StatusHero>
      ) : (
        <StatusHero tone="waiting" title="카드 확인 중">
          토스페이먼츠에서 카드를 확인하고 있어요. 빠져나가는 돈은 없어요.
        </StatusHero>
      )}
      {failed ? (
        <Link href="/wallet/auto-topup" className={buttonClass('primary', 'large', 'mt-8 w-full')}>
          자동충전으로 가기
        </Link>
      ) : (
        <form ref={form} action={register} className="mt-8">
          <input type="hidden" name="customerKey" value={customerKey} />
          <input type="hidden" name="authKey" value={authKey} />
          <noscript>
            {/* Under no-referrer a browser posts a form as Origin: null, which would be refused. */}
            <meta name="referrer" content="same-origin" />
            <button type="submit" className={buttonClass('primary', 'large', 'w-full')}>
              카드 등록 마치기
            </button>
          </noscript>
        </form>
      )}
    </div>
  )
}
