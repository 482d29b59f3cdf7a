import { Notice } from '@/app/_components/notice'
import { Won } from '@/app/_components/won'
import type { Obstacle, Plan } from '@/lib/refund/plan'

const REASONS: Record<Obstacle, string> = {
  busy: '은 앞서 요청한 환불이 끝나면 돌려받을 수 있어요.',
  closed:
    '은 결제한 지 오래되어 결제 수단으로 돌려드릴 수 없어요. 고객센터에 문의하시면 본인 명의 계좌로 돌려드려요.',
  no_origin: '은 결제 수단으로 충전한 돈이 아니라서 여기에서는 돌려받을 수 없어요.',
}

/** What of the balance cannot go back now, and why. */
export function WhatStays({ stays }: Pick<Plan, 'stays'>) {
  if (stays.length === 0) return null
  return (
    <Notice tone="calm" className="mt-5" title="잔액에 남는 돈">
      <ul className="mt-0.5 space-y-1">
        {stays.map(({ why, amount }) => (
          <li key={why}>
            <Won amount={amount} className="font-semibold text-ink" />
            {REASONS[why]}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
