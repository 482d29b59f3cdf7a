import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/app/_components/card'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { MoneyTrail as Trail, Source, Step } from '@/lib/flows/money-trail'

/** The way of this booking's money in plain steps, to the won. */
export function MoneyTrail({ trail: { sources, steps } }: { trail: Trail }) {
  return (
    <Card as="section" labelledBy="trail">
      <h2 id="trail" className="text-title font-semibold">
        돈의 길
      </h2>
      <p className="mt-1 text-label text-ink-soft">
        이 예약의 돈이 어디서 와서 어디로 갔는지 1원까지 보여드려요.
      </p>
      <ol className="mt-4 space-y-5">
        {sources.map((source) => (
          <SourceStep key={`${source.type} ${source.reference} ${source.at.getTime()}`} source={source} />
        ))}
        {steps.map((step) => (
          <BookingStep key={step.transactionId} step={step} />
        ))}
      </ol>
    </Card>
  )
}

type Line = { label: string; amount: bigint }

function TrailStep({
  title,
  at,
  amount,
  lines = [],
  children,
}: {
  title: ReactNode
  at: Date
  amount: bigint
  lines?: Line[]
  children?: ReactNode
}) {
  return (
    <li className="relative border-l-2 border-line pl-4">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-label">
        <span className="font-medium">{title}</span>
        <Won amount={amount} className="font-semibold" />
      </p>
      <p className="text-caption text-ink-faint">
        <When at={at} />
      </p>
      {children ? <p className="text-caption text-ink-soft">{children}</p> : null}
      {lines.length ? (
        <dl className="mt-1.5 space-y-0.5 text-caption">
          {lines.map(({ label, amount }) => (
            <div key={label} className="flex justify-between gap-3">
              <dt className="text-ink-soft">{label}</dt>
              <dd>
                <Won amount={amount} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </li>
  )
}

function SourceStep({ source }: { source: Source }) {
  const charged = source.type === 'charge'
  return (
    <TrailStep
      title={
        <Link
          href={charged ? `/wallet/charge/${source.reference}` : `/bookings/${source.reference}`}
          className="underline underline-offset-4"
        >
          {charged ? '충전한 돈' : '환불받은 돈'}
        </Link>
      }
      at={source.at}
      amount={source.part}
    >
      {source.part === source.whole ? (
        '들어온 돈을 모두 썼어요'
      ) : (
        <>
          들어온 <Won amount={source.whole} /> 가운데
        </>
      )}
    </TrailStep>
  )
}

function BookingStep({ step }: { step: Step }) {
  const { at, renter, pending, withdrawable, supply, vat } = step
  const owners = pending + withdrawable
  switch (step.type) {
    case 'payment':
      return (
        <TrailStep
          title="내 지갑에서 결제"
          at={at}
          amount={-renter}
          lines={[
            { label: `공간 등록자 몫 · ${pending > 0n ? '정산 예정' : '출금 가능'}`, amount: owners },
            { label: '포켓스페이스 수수료', amount: supply },
            { label: '수수료의 부가세', amount: vat },
          ]}
        />
      )
    case 'refund':
      return (
        <TrailStep
          title="내 지갑으로 환불"
          at={at}
          amount={renter}
          lines={[
            { label: '공간 등록자 몫에서', amount: -owners },
            { label: '포켓스페이스 수수료에서', amount: -supply },
            { label: '수수료의 부가세에서', amount: -vat },
          ]}
        />
      )
    default:
      return <TrailStep title="공간 등록자가 출금할 수 있게 됨" at={at} amount={withdrawable} />
  }
}
