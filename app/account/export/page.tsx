import type { Metadata } from 'next'
import { Download } from 'lucide-react'
import { ProveYourself } from '@/app/account/prove-yourself'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { isFresh } from '@/lib/identity/fresh-login'
import { hasPassword } from '@/lib/identity/own-password'

export const metadata: Metadata = { title: '내 데이터 받기' }

export default async function ExportPage() {
  const user = await requireUser()
  const ctx = await webContext()
  const [fresh, typed] = await Promise.all([
    isFresh(ctx, { userId: user.id, sessionId: user.sessionId }),
    hasPassword(ctx, user.id),
  ])
  return (
    <div className="mx-auto max-w-lg">
      <PageHeader title="내 데이터 받기" back={{ href: '/account', label: '내 정보' }}>
        포스페이가 나에 대해 보관하는 모든 것을 파일 하나로 받아요.
      </PageHeader>
      <Card as="section" labelledBy="inside">
        <h2 id="inside" className="text-title font-semibold">
          들어 있는 것
        </h2>
        <ul className="mt-2 list-disc space-y-1 pl-5 text-label text-ink-soft marker:text-ink-faint">
          <li>가입 정보와 약관 동의, 로그인 기록</li>
          <li>지갑과 충전, 결제, 환불, 출금 내역</li>
          <li>예약과 내 공간, 받은 알림</li>
        </ul>
        <p className="mt-3 text-caption text-ink-faint">
          JSON 파일이에요. 계좌번호는 끝 네 자리만, 카드 번호는 저장하지 않아 들어 있지 않아요.
        </p>
        {fresh ? (
          <a href="/account/export/file" download className={buttonClass('primary', 'large', 'mt-5 w-full')}>
            <Download className="size-5" aria-hidden="true" />
            파일 받기
          </a>
        ) : (
          <ProveYourself email={user.email} hasPassword={typed} why="내 데이터는 본인만 받을 수 있어요." />
        )}
      </Card>
    </div>
  )
}
