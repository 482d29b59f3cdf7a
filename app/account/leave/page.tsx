import type { Metadata } from 'next'
import Link from 'next/link'
import { ProveYourself } from '@/app/account/prove-yourself'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { FrozenNotice } from '@/app/_components/frozen-notice'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { listObstacles, type Obstacle } from '@/lib/flows/leave'
import { isFresh } from '@/lib/identity/fresh-login'
import { hasPassword } from '@/lib/identity/own-password'
import { readOpenFreeze } from '@/lib/identity/require-active'
import { LeaveForm } from './leave-form'
import { obstacleWords } from './obstacle-words'

export const metadata: Metadata = { title: '탈퇴' }

export default async function LeavePage() {
  const user = await requireUser()
  const ctx = await webContext()
  const [obstacles, fresh, typed, freeze] = await Promise.all([
    listObstacles(ctx, user.id),
    isFresh(ctx, { userId: user.id, sessionId: user.sessionId }),
    hasPassword(ctx, user.id),
    readOpenFreeze(ctx, user),
  ])
  return (
    <div className="mx-auto max-w-lg">
      <PageHeader title="탈퇴" back={{ href: '/account', label: '내 정보' }}>
        {obstacles.length
          ? '아래를 정리하면 탈퇴할 수 있어요. 돈은 그대로 있어요.'
          : '남은 돈도 예약도 없어서 바로 탈퇴할 수 있어요.'}
      </PageHeader>
      {freeze ? (
        <FrozenNotice freeze={freeze} title="지금은 탈퇴할 수 없어요" className="mb-5" />
      ) : obstacles.length ? (
        <Obstacles obstacles={obstacles} />
      ) : (
        <Card as="section" labelledBy="after">
          <h2 id="after" className="text-title font-semibold">
            탈퇴하면 이렇게 돼요
          </h2>
          <ul className="mt-2 list-disc space-y-1 pl-5 text-label text-ink-soft marker:text-ink-faint">
            <li>모든 기기에서 로그아웃되고, 다시 로그인할 수 없어요.</li>
            <li>이름, 이메일, 비밀번호와 소셜 로그인은 계정에서 지워요.</li>
            <li>
              거래 기록은 법에 따라 5년 동안 보관해요. 누구였는지는 암호화해서 따로 두고, 5년이 지나면
              파기해요.
            </li>
            <li>같은 이메일로 언제든 새로 가입할 수 있어요. 예전 기록은 이어지지 않아요.</li>
          </ul>
          {fresh ? (
            <LeaveForm />
          ) : (
            <ProveYourself email={user.email} hasPassword={typed} why="탈퇴는 본인만 할 수 있어요." />
          )}
        </Card>
      )}
      <p className="mt-5 text-label text-ink-soft">
        떠나기 전에{' '}
        <Link href="/account/export" className="underline underline-offset-4 hover:text-ink">
          내 데이터를 파일로
        </Link>{' '}
        받아 둘 수 있어요.
      </p>
    </div>
  )
}

function Obstacles({ obstacles }: { obstacles: Obstacle[] }) {
  return (
    <ul className="space-y-3">
      {obstacles.map((obstacle) => {
        const { title, body, href, action } = obstacleWords(obstacle)
        return (
          <li key={obstacle.kind}>
            <Card>
              <p className="text-title font-semibold">{title}</p>
              <p className="mt-1 text-label text-ink-soft">{body}</p>
              {href ? (
                <Link href={href} className={buttonClass('soft', 'regular', 'mt-4 w-full')}>
                  {action}
                </Link>
              ) : null}
            </Card>
          </li>
        )
      })}
    </ul>
  )
}
