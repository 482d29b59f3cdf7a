import type { Metadata } from 'next'
import { Banknote } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { FrozenNotice } from '@/app/_components/frozen-notice'
import { kstExact } from '@/app/_components/kst'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { PageHeader } from '@/app/_components/page-header'
import { Won } from '@/app/_components/won'
import { requireUser, webContext } from '@/lib/auth'
import { readOpenFreeze } from '@/lib/identity/require-active'
import { newId, isId } from '@/lib/ids'
import { formatWon } from '@/lib/money'
import { listWithdrawals } from '@/lib/withdrawal/read'
import { readTerms, type Obstacle, type Terms } from '@/lib/withdrawal/terms'
import { WithdrawForm } from './withdraw-form'
import { WithdrawalRow } from './withdrawal-row'

export const metadata: Metadata = { title: '출금' }

const PAGE = 20

type Props = { searchParams: Promise<{ cursor?: string | string[] }> }

export default async function WithdrawalsPage({ searchParams }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const { cursor } = await searchParams
  const after = typeof cursor === 'string' && isId(cursor) ? cursor : undefined
  const [terms, { items, nextCursor }, freeze] = await Promise.all([
    readTerms(ctx, user.id),
    listWithdrawals(ctx, { userId: user.id, cursor: after, limit: PAGE }),
    readOpenFreeze(ctx, user),
  ])
  const now = ctx.now()
  return (
    <LiveRefresh>
      <PageHeader title="얼마를 출금할까요?" back={{ href: '/owner', label: '정산' }}>
        출금 가능{' '}
        <Won
          amount={terms.withdrawable}
          className="font-semibold text-ink group-data-stale/live:opacity-55"
        />
        {terms.inTransit > 0n ? (
          <>
            {' '}
            · 이체 중 <Won amount={terms.inTransit} />
          </>
        ) : null}
      </PageHeader>
      <div className="grid items-start gap-5 desktop:grid-cols-[1.15fr_1fr] desktop:gap-7">
        <Card>
          {freeze ? (
            <FrozenNotice freeze={freeze} title="지금은 출금할 수 없어요" />
          ) : terms.obstacle ? (
            <Blocked terms={terms} obstacle={terms.obstacle} />
          ) : (
            <WithdrawForm terms={terms} requestKey={newId()} />
          )}
        </Card>
        <Card as="section" labelledBy="withdrawals" className="pb-3 tablet:pb-4">
          <h2 id="withdrawals" className="text-title font-semibold">
            출금 내역
          </h2>
          {items.length ? (
            <ul className="mt-1 divide-y divide-line">
              {items.map((withdrawal) => (
                <WithdrawalRow key={withdrawal.withdrawalId} withdrawal={withdrawal} now={now} />
              ))}
            </ul>
          ) : (
            <p className="py-8 text-center text-label text-ink-soft">아직 출금한 적이 없어요.</p>
          )}
          {nextCursor ? (
            <Link
              href={`/owner/withdrawals?cursor=${nextCursor}`}
              className={buttonClass('plain', 'regular', 'mt-2 mb-2 w-full')}
            >
              이전 출금 더 보기
            </Link>
          ) : null}
        </Card>
      </div>
    </LiveRefresh>
  )
}

/** Why not, and the one thing to do about it. */
function Blocked({ terms, obstacle }: { terms: Terms; obstacle: Obstacle }) {
  const { title, text, action } = BLOCKED[obstacle](terms)
  return (
    <EmptyState
      icon={Banknote}
      title={title}
      action={
        action ? (
          <Link href={action.href} className={buttonClass('soft')}>
            {action.label}
          </Link>
        ) : null
      }
    >
      {text}
    </EmptyState>
  )
}

type Words = { title: string; text: string; action?: { href: string; label: string } }

const BLOCKED: Record<Obstacle, (terms: Terms) => Words> = {
  stopped: () => ({
    title: '출금을 잠시 멈췄어요',
    text: '돈은 그대로 있어요. 다시 열리는 대로 출금할 수 있어요.',
  }),
  debt: () => ({
    title: '갚아야 할 금액이 남아 있어요',
    text: '새로 번 돈에서 먼저 갚고, 다 갚으면 바로 출금할 수 있어요.',
    action: { href: '/wallet', label: '지갑에서 확인하기' },
  }),
  no_account: () => ({
    title: '받을 계좌를 먼저 등록해 주세요',
    text: '본인 계좌에 1원을 보내 확인해요. 1분이면 끝나요.',
    action: { href: '/owner/account', label: '계좌 등록하기' },
  }),
  no_payee: () => ({
    title: '받는 분 정보를 먼저 입력해 주세요',
    text: '돈을 보내는 토스페이먼츠가 받는 분을 확인해요. 한 번만 입력하면 돼요.',
    action: { href: '/owner/account#payee', label: '정보 입력하기' },
  }),
  cooling_off: ({ account }) => ({
    title: '바꾼 계좌는 하루 뒤부터 쓸 수 있어요',
    text: `돈은 그대로 있어요. ${kstExact(account!.usableFrom!)}부터 출금할 수 있어요.`,
    action: { href: '/owner/account', label: '계좌 보기' },
  }),
  nothing: ({ min, withdrawable }) => ({
    title: withdrawable > 0n ? `${formatWon(min)}부터 출금할 수 있어요` : '출금할 수 있는 돈이 아직 없어요',
    text:
      withdrawable > 0n
        ? `지금 ${formatWon(withdrawable)}이 모였어요. 공간을 모두 닫으면 남은 금액도 출금할 수 있어요.`
        : '예약이 결제되면 수수료를 뺀 금액이 여기에 쌓여요.',
    action: { href: '/owner/bookings', label: '받은 예약 보기' },
  }),
  none_left_today: ({ perDay }) => ({
    title: '오늘은 더 출금할 수 없어요',
    text: `출금은 하루에 ${perDay}번까지 할 수 있어요. 내일 다시 요청해 주세요.`,
  }),
}
