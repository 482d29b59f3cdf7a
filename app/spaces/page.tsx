import type { Metadata } from 'next'
import { DoorOpen, SearchX } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { EmptyState } from '@/app/_components/empty-state'
import { webContext } from '@/lib/auth'
import { listSpaces } from '@/lib/space/list-spaces'
import { Filters } from './filters'
import { readFilter, spacesPath, type Asked } from './query'
import { SpaceCard } from './space-card'

export const metadata: Metadata = { title: '공간 찾기' }

/** What a phone shows before anybody scrolls. */
const AT_ONCE = 3

type Props = { searchParams: Promise<Asked> }

export default async function SpacesPage({ searchParams }: Props) {
  const filter = readFilter(await searchParams)
  const { items, nextCursor } = await listSpaces(await webContext(), filter)
  const narrowed = spacesPath({ ...filter, cursor: undefined }) !== '/spaces'
  return (
    <>
      <h1 className="mb-4 text-heading font-bold tablet:mb-5">어떤 공간을 찾으세요?</h1>
      <Filters filter={filter} />
      {items.length ? (
        <ul className="mt-6 grid gap-x-5 gap-y-8 tablet:grid-cols-2 desktop:grid-cols-3">
          {items.map((space, index) => (
            <li key={space.id}>
              <SpaceCard space={space} eager={index < AT_ONCE} />
            </li>
          ))}
        </ul>
      ) : (
        <Nothing narrowed={narrowed} />
      )}
      {nextCursor || filter.cursor ? (
        <nav aria-label="목록 넘기기" className="mt-10 flex justify-center gap-3">
          {filter.cursor ? (
            <Link href={spacesPath({ ...filter, cursor: undefined })} className={buttonClass('plain')}>
              처음부터 보기
            </Link>
          ) : null}
          {nextCursor ? (
            <Link href={spacesPath({ ...filter, cursor: nextCursor })} className={buttonClass('soft')}>
              다음 공간 보기
            </Link>
          ) : null}
        </nav>
      ) : null}
    </>
  )
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  if (narrowed) {
    return (
      <EmptyState
        icon={SearchX}
        title="조건에 맞는 공간이 없어요"
        action={
          <Link href="/spaces" className={buttonClass('soft')}>
            전체 공간 보기
          </Link>
        }
      >
        조건을 줄이거나 다른 말로 찾아보세요.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={DoorOpen}
      title="아직 등록된 공간이 없어요"
      action={
        <Link href="/owner/spaces" className={buttonClass('soft')}>
          내 공간 등록하기
        </Link>
      }
    >
      첫 공간을 등록해 보세요.
    </EmptyState>
  )
}
