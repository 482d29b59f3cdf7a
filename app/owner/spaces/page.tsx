import type { Metadata } from 'next'
import { ChevronRight, Plus, Store } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { EmptyState } from '@/app/_components/empty-state'
import { PageHeader } from '@/app/_components/page-header'
import { SpacePhoto } from '@/app/_components/space-photo'
import { Won } from '@/app/_components/won'
import { requireUser, webContext } from '@/lib/auth'
import { KIND_NAMES } from '@/lib/space/kinds'
import type { SpaceSummary } from '@/lib/space/list-spaces'
import { listOwnSpaces } from '@/lib/space/read-space'

export const metadata: Metadata = { title: '내 공간' }

export default async function OwnSpacesPage() {
  const user = await requireUser()
  const spaces = await listOwnSpaces(await webContext(), user.id)
  const register = (
    <Link href="/owner/spaces/new" className={buttonClass('primary')}>
      <Plus className="size-4.5" aria-hidden="true" />
      공간 등록
    </Link>
  )
  return (
    <div className="mx-auto max-w-2xl">
      <div className="flex items-start justify-between gap-4">
        <PageHeader title="내 공간">{spaces.length ? `등록한 공간 ${spaces.length}곳` : null}</PageHeader>
        {spaces.length ? register : null}
      </div>
      {spaces.length ? (
        <ul className="space-y-3">
          {spaces.map((space) => (
            <li key={space.id}>
              <OwnSpace space={space} />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon={Store} title="아직 등록한 공간이 없어요" action={register}>
          비어 있는 시간을 빌려주고 수익을 만들어 보세요. 등록에는 비용이 들지 않아요.
        </EmptyState>
      )}
    </div>
  )
}

function OwnSpace({ space }: { space: SpaceSummary }) {
  return (
    <Link
      href={`/owner/spaces/${space.id}`}
      className="flex items-center gap-4 rounded-card bg-surface p-3 shadow-card ring-1 ring-line/70 hover:bg-sunken"
    >
      <SpacePhoto hash={space.cover} size="small" alt="" className="w-24 shrink-0 rounded-control" />
      <span className="min-w-0 flex-1">
        <span className="block text-caption text-ink-soft">
          {KIND_NAMES[space.kind]} · {space.instant ? '바로 예약' : '확인 후 예약'}
        </span>
        <span className="block truncate text-label font-semibold">{space.name}</span>
        <span className="mt-0.5 flex items-center gap-2 text-label">
          <span>
            <Won amount={space.hourlyPrice} />
            <span className="text-ink-soft"> / 시간</span>
          </span>
          {space.status === 'closed' ? (
            <span className="rounded-full bg-caution-soft px-2 text-caption font-medium text-caution">
              쉬는 중
            </span>
          ) : null}
        </span>
      </span>
      <ChevronRight className="size-5 shrink-0 text-ink-faint" aria-hidden="true" />
    </Link>
  )
}
