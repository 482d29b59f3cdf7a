import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import type { ComponentProps } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { dayName } from '@/app/_components/kst'
import { LiveRefresh } from '@/app/_components/live-refresh'
import { StatusHero } from '@/app/_components/status-hero'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { SendingReason, WithdrawalStatus } from '@/db/schema/withdrawal'
import { requireUser, webContext } from '@/lib/auth'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { formatWon } from '@/lib/money'
import { mayBeTakenBack, waitsForOwner } from '@/lib/withdrawal/messages'
import { getWithdrawal, type SentWithdrawal } from '@/lib/withdrawal/read'
import { toSend } from '@/lib/withdrawal/withdrawal'
import { CancelForm } from './cancel-form'
import { taxRows } from '../tax-rows'
import { Steps } from './steps'

export const metadata: Metadata = { title: '출금' }

type Props = { params: Promise<{ withdrawalId: string }> }

/** What became of a withdrawal: the money first, then where it is, then what to do. */
export default async function WithdrawalPage({ params }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const { withdrawalId } = await params
  const withdrawal = await find(ctx, user.id, withdrawalId)
  if (!withdrawal) notFound()
  const { status, waitsFor, amount, withheld, account, holderName, requestedAt, completedAt, arrivesBy } =
    withdrawal
  const { tone, title, text } = STATES[status](withdrawal)
  const waits = status === 'REQUESTED' || status === 'APPROVED'
  const open = waits || status === 'SENDING'
  return (
    <LiveRefresh probe={`/api/v1/withdrawals/${withdrawalId}`}>
      <div className="mx-auto w-full max-w-lg pt-4 desktop:pt-6">
        <StatusHero tone={tone} title={title}>
          <p>{text}</p>
        </StatusHero>
        {open || status === 'COMPLETED' ? <Steps status={status} /> : null}
        <Card className="mt-6 py-2 tablet:py-3">
          <DetailList
            rows={[
              { label: '출금 금액', value: <Won amount={amount} className="text-title font-bold" /> },
              ...(withheld > 0n
                ? [
                    ...taxRows(withheld),
                    { label: '입금액', value: <Won amount={toSend(withdrawal)} className="font-semibold" /> },
                  ]
                : []),
              { label: '받는 계좌', value: <span className="tabular-nums">{account}</span> },
              { label: '예금주', value: holderName },
              { label: '요청한 시각', value: <When at={requestedAt} /> },
              ...(open && !waitsForOwner(waitsFor)
                ? [{ label: '도착', value: `늦어도 ${dayName(arrivesBy)}까지` }]
                : []),
              ...(completedAt ? [{ label: '보낸 시각', value: <When at={completedAt} /> }] : []),
            ]}
          />
        </Card>
        <Link
          href={`/owner/withdrawals/${withdrawalId}/statement`}
          className={buttonClass('soft', 'large', 'mt-4 w-full')}
        >
          정산내역서 보기
        </Link>
        <div className="mt-3 grid gap-3 tablet:grid-cols-2">
          <Link href="/owner/withdrawals" className={buttonClass('plain', 'large')}>
            출금으로 돌아가기
          </Link>
          {status === 'FAILED' || status === 'RETURNED' ? (
            <Link href="/owner/account?change" className={buttonClass('primary', 'large')}>
              계좌 바꾸기
            </Link>
          ) : waitsFor === 'payee' ? (
            <Link href="/owner/account#payee" className={buttonClass('primary', 'large')}>
              정보 입력하기
            </Link>
          ) : (
            <Link href="/owner" className={buttonClass('primary', 'large')}>
              정산 보기
            </Link>
          )}
        </div>
        {waits || mayBeTakenBack(waitsFor) ? (
          <CancelForm withdrawalId={withdrawalId} amount={amount} />
        ) : null}
      </div>
    </LiveRefresh>
  )
}

type State = { tone: ComponentProps<typeof StatusHero>['tone']; title: string; text: string }

const STATES: Record<WithdrawalStatus, (withdrawal: SentWithdrawal) => State> = {
  REQUESTED: ({ reason }) => ({ tone: 'review', title: '출금을 확인하고 있어요', text: reason! }),
  APPROVED: () => ({
    tone: 'waiting',
    title: '은행으로 보낼 준비를 해요',
    text: '곧 보내요. 화면을 닫아도 그대로 진행돼요.',
  }),
  SENDING: ({ waitsFor, reason }) => ({
    tone: waitsForOwner(waitsFor) ? 'review' : 'waiting',
    title: (waitsFor && SENDING_TITLES[waitsFor]) ?? '은행으로 보내고 있어요',
    text: reason ?? '화면을 닫아도 그대로 진행되고, 도착하면 알려 드려요.',
  }),
  COMPLETED: ({ account, ...amounts }) => ({
    tone: 'done',
    title: '출금이 끝났어요',
    text: `${formatWon(toSend(amounts))}을 ${account} 계좌로 보냈어요.`,
  }),
  FAILED: ({ amount, reason }) => ({
    tone: 'failed',
    title: '출금하지 못했어요',
    text: `${formatWon(amount)}은 출금 가능 금액으로 되돌려 놓았어요. ${reason}`,
  }),
  CANCELED: ({ amount, reason }) => ({
    tone: 'stopped',
    title: '출금을 취소했어요',
    text: `${formatWon(amount)}은 출금 가능 금액으로 되돌려 놓았어요. ${reason}`,
  }),
  RETURNED: ({ amount, reason }) => ({
    tone: 'failed',
    title: '보낸 돈이 되돌아왔어요',
    text: `${formatWon(amount)}을 출금 가능 금액에 다시 넣었어요. ${reason}`,
  }),
}

const SENDING_TITLES: Partial<Record<SendingReason, string>> = {
  scheduled: '은행으로 보내려고 예약했어요',
  payee: '받는 분 정보가 필요해요',
  identity: '본인 확인이 필요해요',
  kyc: '고객 확인이 필요해요',
  turn: '차례를 기다리고 있어요',
}

/** The user's withdrawal that an address names, or null: an address can name anything. */
async function find(ctx: Ctx, userId: string, withdrawalId: string): Promise<SentWithdrawal | null> {
  try {
    return await getWithdrawal(ctx, userId, withdrawalId)
  } catch (error) {
    if (error instanceof PosPayError && error.code === 'NOT_FOUND') return null
    throw error
  }
}
