import type { Metadata } from 'next'
import { ClipboardCheck } from 'lucide-react'
import Link from 'next/link'
import { Suspense, type ReactNode } from 'react'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { EmptyState } from '@/app/_components/empty-state'
import { dayName } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { STATE_NAMES } from '@/app/owner/withdrawals/withdrawal-state'
import type { WithdrawalFlag } from '@/db/schema/withdrawal'
import { requireOperator, webContext } from '@/lib/auth'
import { readQueue, type QueuedWithdrawal } from '@/lib/withdrawal/queue'
import { Batch, Pick } from './batch'
import { DecideForm } from './decide-form'
import { RetryForm } from './retry-form'
import { TossBalance, TossBalanceSkeleton } from './toss-balance'

export const metadata: Metadata = { title: '출금 승인' }

const FLAG_NAMES: Record<WithdrawalFlag, string> = {
  large: '한도를 넘는 금액',
  new_account: '바꾼 지 얼마 안 된 계좌',
  debt: '최근에 회수할 돈이 있던 회원',
}

export default async function WithdrawalQueuePage() {
  const user = await requireOperator('withdrawals.decide')
  const ctx = await webContext()
  const { waiting, troubled } = await readQueue(ctx)
  const mayAgree = ({ ownerId, approvedBy }: QueuedWithdrawal) =>
    ownerId !== user.id && !approvedBy.some(({ operatorId }) => operatorId === user.id)
  const toPick = ({ withdrawalId: id, amount, ownerName, account }: QueuedWithdrawal) => ({
    ...{ id, amount },
    name: `${ownerName} · ${account}`,
  })
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="출금 승인">
        한 사람은 한 번만 승인할 수 있고, 내 출금은 승인할 수 없어요. 필요한 인원이 모두 승인하면 바로 보내요.
      </PageHeader>
      {ctx.withdrawBy === 'toss' ? (
        <Suspense fallback={<TossBalanceSkeleton />}>
          <TossBalance />
        </Suspense>
      ) : null}
      <h2 className="sr-only">기다리는 출금</h2>
      <Batch waiting={waiting.filter(mayAgree).map(toPick)}>
        {waiting.length ? (
          <ul className="space-y-4">
            {waiting.map((withdrawal) => (
              <Item key={withdrawal.withdrawalId} withdrawal={withdrawal}>
                {waiting.length > 1 && mayAgree(withdrawal) ? <Pick {...toPick(withdrawal)} /> : null}
                {withdrawal.ownerId === user.id ? (
                  <p className="text-label text-ink-soft">내 출금이라 다른 담당자가 승인해야 해요.</p>
                ) : (
                  <DecideForm
                    withdrawalId={withdrawal.withdrawalId}
                    agreed={withdrawal.approvedBy.some(({ operatorId }) => operatorId === user.id)}
                  />
                )}
              </Item>
            ))}
          </ul>
        ) : (
          <Card>
            <EmptyState icon={ClipboardCheck} title="승인할 출금이 없어요">
              한도를 넘거나 확인이 필요한 출금이 여기에 모여요.
            </EmptyState>
          </Card>
        )}
      </Batch>
      {troubled.length ? (
        <section aria-labelledby="troubled" className="mt-8">
          <h2 id="troubled" className="mb-3 text-title font-semibold">
            도착하지 않은 출금
          </h2>
          <ul className="space-y-4">
            {troubled.map((withdrawal) => (
              <Item key={withdrawal.withdrawalId} withdrawal={withdrawal}>
                <RetryForm
                  withdrawalId={withdrawal.withdrawalId}
                  label={withdrawal.status === 'SENDING' ? '은행에 다시 확인하기' : '다시 보내기'}
                />
              </Item>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  )
}

function Item({ withdrawal, children }: { withdrawal: QueuedWithdrawal; children: ReactNode }) {
  const { amount, status, account, holderName, flags, reason, approvalsNeeded, approvedBy } = withdrawal
  return (
    <li>
      <Card>
        <div className="flex items-baseline justify-between gap-4">
          <h3 className="text-heading font-bold">
            <Won amount={amount} />
          </h3>
          <p className="text-label text-ink-soft">
            {STATE_NAMES[status]}
            {status === 'REQUESTED' ? ` · ${approvedBy.length}/${approvalsNeeded}명 승인` : ''}
          </p>
        </div>
        <DetailList
          rows={[
            {
              label: '회원',
              value: (
                <Link href={`/admin/members/${withdrawal.ownerId}`} className="underline underline-offset-4">
                  {withdrawal.ownerName}
                </Link>
              ),
            },
            { label: '받는 계좌', value: <span className="tabular-nums">{account}</span> },
            {
              label: '예금주',
              value: withdrawal.holderDiffers ? `${holderName} (회원 이름과 달라요)` : holderName,
            },
            { label: '요청', value: <When at={withdrawal.requestedAt} /> },
            { label: '안내한 도착일', value: dayName(withdrawal.arrivesBy) },
            ...(flags.length
              ? [{ label: '확인할 점', value: flags.map((flag) => FLAG_NAMES[flag]).join(', ') }]
              : []),
            ...(approvedBy.length
              ? [{ label: '승인한 사람', value: approvedBy.map(({ name }) => name).join(', ') }]
              : []),
            ...(reason && status !== 'REQUESTED' ? [{ label: '이유', value: reason }] : []),
          ]}
        />
        <div className="mt-3">{children}</div>
      </Card>
    </li>
  )
}
