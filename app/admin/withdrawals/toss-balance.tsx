import type { ReactNode } from 'react'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { Notice } from '@/app/_components/notice'
import { Skeleton } from '@/app/_components/skeleton'
import { Won } from '@/app/_components/won'
import { webContext } from '@/lib/auth'
import { formatWon } from '@/lib/money'
import { readTossBalance } from '@/lib/withdrawal/toss/balance'

/** What there is at Toss to pay withdrawals from, and whether it is enough. */
export async function TossBalance() {
  const { available, booked, pending, unsent } = await readTossBalance(await webContext())
  const missing = available === null ? 0n : unsent - available
  return (
    <Panel>
      <DetailList
        rows={[
          {
            label: '지금 보낼 수 있는 돈',
            value: available === null ? '토스가 답하지 않아요' : <Won amount={available} />,
          },
          { label: '우리 장부의 지급대행 잔액', value: <Won amount={booked} /> },
          ...(pending === null ? [] : [{ label: '이틀 안에 정산될 돈', value: <Won amount={pending} /> }]),
          { label: '아직 보내지 못한 출금', value: <Won amount={unsent} /> },
        ]}
      />
      {missing > 0n ? (
        <Notice tone="caution" title={`${formatWon(missing)}이 모자라요`} className="mt-3">
          토스페이먼츠 지급대행 잔액을 채우면 기다리던 출금을 10분 안에 자동으로 보내요.
        </Notice>
      ) : null}
      <p className="mt-3 text-caption text-ink-soft">
        은행에서 이 잔액을 채우거나 잔액을 은행으로 옮겼다면 조정에 ‘계좌 이체’로 올려 주세요.
      </p>
    </Panel>
  )
}

export function TossBalanceSkeleton() {
  return (
    <Panel>
      <Skeleton className="mt-3 h-24 w-full" />
    </Panel>
  )
}

function Panel({ children }: { children: ReactNode }) {
  return (
    <Card as="section" labelledBy="toss-balance" className="mb-6 py-4">
      <h2 id="toss-balance" className="text-title font-semibold">
        토스 지급 잔액
      </h2>
      {children}
    </Card>
  )
}
