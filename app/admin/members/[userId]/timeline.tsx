import { History } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { ChipLink } from '@/app/_components/chip'
import { EmptyState } from '@/app/_components/empty-state'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import { EVENT_KINDS, type EventKind, type MemberEvent } from '@/lib/member/read-timeline'
import { EVENT_NAMES, statusName } from '../words'

type Props = { here: string; kind: EventKind | null; items: MemberEvent[]; nextCursor: string | null }

/** A person's history, or one kind of it, newest first. */
export function Timeline({ here, kind, items, nextCursor }: Props) {
  const older = new URLSearchParams({ ...(kind ? { kind } : {}), cursor: nextCursor ?? '' })
  return (
    <section aria-labelledby="history" className="min-w-0">
      <h2 id="history" className="mb-3 text-title font-semibold">
        있었던 일
      </h2>
      <nav
        aria-label="종류"
        className="-mx-5 mb-3 flex gap-2 overflow-x-auto px-5 py-1 desktop:mx-0 desktop:flex-wrap desktop:px-0"
      >
        <ChipLink href={here} active={kind === null}>
          모두
        </ChipLink>
        {EVENT_KINDS.map((each) => (
          <ChipLink key={each} href={`${here}?kind=${each}`} active={each === kind}>
            {EVENT_NAMES[each]}
          </ChipLink>
        ))}
      </nav>
      <Card className="py-2 tablet:py-3">
        {items.length ? (
          <ol className="divide-y divide-line">
            {items.map((item) => (
              <Item key={`${item.kind} ${item.id}`} item={item} />
            ))}
          </ol>
        ) : (
          <EmptyState icon={History} title="아직 있었던 일이 없어요">
            충전, 예약, 출금, 로그인과 운영 기록이 여기에 모여요.
          </EmptyState>
        )}
      </Card>
      {nextCursor ? (
        <Link href={`${here}?${older}`} className={buttonClass('plain', 'regular', 'mt-4 w-full')}>
          이전 기록 더 보기
        </Link>
      ) : null}
    </section>
  )
}

function Item({ item }: { item: MemberEvent }) {
  const { kind, at, amount, status, detail, address, traceId } = item
  const words = (
    <>
      <span className="min-w-0 flex-1">
        <span className="block text-label">
          <span className="font-medium">{EVENT_NAMES[kind]}</span>{' '}
          <span className="break-words text-ink-soft">{statusName(kind, status)}</span>
        </span>
        {detail ? <span className="block text-caption break-words text-ink-soft">{detail}</span> : null}
        <span className="block text-caption text-ink-faint">
          <When at={at} />
          {address ? ` · ${address}` : ''}
        </span>
      </span>
      {amount === null ? null : <Won amount={amount} className="text-label font-semibold" />}
    </>
  )
  const look = 'flex items-center gap-3 py-2.5'
  return (
    <li>
      {traceId ? (
        <Link
          href={`/admin/members/trace/${traceId}`}
          className={`${look} -mx-2 rounded-control px-2 hover:bg-sunken`}
        >
          {words}
        </Link>
      ) : (
        <div className={look}>{words}</div>
      )}
    </li>
  )
}
