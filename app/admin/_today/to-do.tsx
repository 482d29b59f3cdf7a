import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { Morning } from '@/lib/flows/morning/read-morning'
import type { UnknownKind } from '@/lib/flows/morning/unknown-outcomes'
import { Line, Section } from './section'

const UNKNOWN_NAMES: Record<UnknownKind, { label: string; href: string }> = {
  charge: { label: '결과를 모르는 충전', href: '/admin/reconciliation' },
  refund: { label: '결과를 모르는 충전 환불', href: '/admin/reconciliation' },
  withdrawal: { label: '결과를 모르는 출금', href: '/admin/withdrawals' },
}

type Props = { morning: Morning; now: Date; open: Set<string> }

/** What waits for a person. */
export function ToDo({ morning: { withdrawals, unknown, breaks }, now, open }: Props) {
  const hrefOf = (href: string) => (open.has(href) ? href : undefined)
  return (
    <Section id="to-do" title="할 일">
      <ul className="divide-y divide-line">
        <Line
          label="보낼 출금"
          value={`${withdrawals.count}건`}
          note={
            withdrawals.oldest ? (
              <>
                <Won amount={withdrawals.amount} /> · 가장 오래된 요청{' '}
                <When at={withdrawals.oldest} now={now} />
              </>
            ) : (
              '기다리는 출금이 없어요'
            )
          }
          tone={withdrawals.count > 0 ? 'due' : 'calm'}
          href={hrefOf('/admin/withdrawals')}
        />
        {unknown.map(({ kind, count, amount, oldest }) => (
          <Line
            key={kind}
            label={UNKNOWN_NAMES[kind].label}
            value={`${count}건`}
            note={
              <>
                <Won amount={amount} /> · <When at={oldest} now={now} />
                부터 확인하고 있어요
              </>
            }
            tone="risk"
            href={hrefOf(UNKNOWN_NAMES[kind].href)}
          />
        ))}
        {unknown.length === 0 ? (
          <Line label="결과를 모르는 돈" value="없음" note="5분 넘게 확인하지 못한 충전·환불·출금" />
        ) : null}
        <Line
          label="맞지 않는 내역"
          value={`${breaks.count}건`}
          note={
            breaks.oldest ? (
              <>
                가장 오래된 것은 <When at={breaks.oldest} now={now} />에 찾았어요
              </>
            ) : (
              '맞춰 본 내역이 모두 같아요'
            )
          }
          tone={breaks.count > 0 ? 'risk' : 'calm'}
          href={hrefOf('/admin/reconciliation')}
        />
      </ul>
    </Section>
  )
}
