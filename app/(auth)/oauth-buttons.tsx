'use client'

import { signIn } from 'next-auth/react'
import { buttonClass } from '@/app/_components/button'

type Props = { providers: { id: 'kakao' | 'naver'; name: string }[]; destination: string }

export function OAuthButtons({ providers, destination }: Props) {
  if (!providers.length) return null
  return (
    <div className="mt-6 space-y-3 border-t border-line pt-6">
      {providers.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          onClick={() => signIn(id, { callbackUrl: destination })}
          className={buttonClass('plain', 'large', 'w-full')}
        >
          {name}로 계속하기
        </button>
      ))}
    </div>
  )
}
