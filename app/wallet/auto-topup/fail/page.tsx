import type { Metadata } from 'next'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { StatusHero } from '@/app/_components/status-hero'
import { requireUser } from '@/lib/auth'

export const metadata: Metadata = { title: '카드를 등록하지 못했어요', referrer: 'no-referrer' }

type Props = { searchParams: Promise<{ code?: string | string[] }> }

const CANCELED = ['PAY_PROCESS_CANCELED', 'USER_CANCEL']

/** Toss's other return address. Only our own texts: whatever else the address carries is never shown. */
export default async function CardFailedPage({ searchParams }: Props) {
  await requireUser()
  const { code } = await searchParams
  const canceled = typeof code === 'string' && CANCELED.includes(code)
  const refused = code === 'REJECT_CARD_COMPANY'
  return (
    <div className="mx-auto w-full max-w-lg pt-10">
      <StatusHero
        tone={canceled ? 'stopped' : 'failed'}
        title={canceled ? '카드 등록을 취소했어요' : '카드를 등록하지 못했어요'}
      >
        빠져나간 돈은 없고, 자동충전은 꺼져 있어요.
        {refused ? ' 카드사에서 거절했으니 다른 카드를 쓰거나 카드사에 문의해 주세요.' : null}
      </StatusHero>
      <div className="mt-8 grid gap-3">
        <Link href="/wallet/auto-topup" className={buttonClass('primary', 'large')}>
          다시 등록하기
        </Link>
        <Link href="/wallet" className={buttonClass('plain', 'large')}>
          지갑으로 가기
        </Link>
      </div>
    </div>
  )
}
