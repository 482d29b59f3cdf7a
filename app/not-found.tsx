import type { Metadata } from 'next'
import Link from 'next/link'
import { Brand } from './_components/brand'
import { buttonClass } from './_components/button'

export const metadata: Metadata = { title: '찾는 페이지가 없어요' }

export default function NotFound() {
  return (
    <main className="mx-auto flex w-full max-w-lg flex-1 flex-col items-center justify-center px-5 py-16 text-center">
      <Brand />
      <h1 className="mt-10 text-heading font-bold">찾는 페이지가 없어요</h1>
      <p className="prose-lines mt-2 text-label text-ink-soft">
        주소가 바뀌었거나 볼 수 없는 페이지예요. 잔액에는 영향이 없어요.
      </p>
      <div className="mt-8 flex gap-3">
        <Link href="/wallet" className={buttonClass('primary', 'large')}>
          지갑으로 가기
        </Link>
        <Link href="/" className={buttonClass('plain', 'large')}>
          처음으로
        </Link>
      </div>
    </main>
  )
}
