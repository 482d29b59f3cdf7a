import { MapPin, Users, Zap } from 'lucide-react'
import Link from 'next/link'
import { SpacePhoto } from '@/app/_components/space-photo'
import { Won } from '@/app/_components/won'
import type { SpaceSummary } from '@/lib/space/list-spaces'
import { KIND_NAMES } from '@/lib/space/kinds'

/** A space as one of many: what it looks like, where it is, what an hour costs. */
export function SpaceCard({ space, eager }: { space: SpaceSummary; eager: boolean }) {
  return (
    <article className="group relative">
      <SpacePhoto
        hash={space.cover}
        size="small"
        alt=""
        eager={eager}
        className="rounded-card ring-1 ring-line/70"
      />
      {space.instant ? (
        <p className="absolute top-3 left-3 inline-flex items-center gap-1 rounded-full bg-surface px-2.5 py-1 text-caption font-semibold text-brand-ink shadow-card">
          <Zap className="size-3.5" aria-hidden="true" />
          바로 예약
        </p>
      ) : null}
      <div className="px-1 pt-3">
        <p className="text-caption text-ink-soft">{KIND_NAMES[space.kind]}</p>
        <h2 className="mt-0.5 line-clamp-2 text-body font-semibold">
          <Link
            href={`/spaces/${space.id}`}
            className="rounded-mark group-hover:underline group-hover:underline-offset-4 after:absolute after:inset-0 after:rounded-card"
          >
            {space.name}
          </Link>
        </h2>
        <p className="mt-1 flex items-center gap-1 text-caption text-ink-soft">
          <MapPin className="size-3.5 shrink-0" aria-hidden="true" />
          <span className="truncate">{space.address}</span>
        </p>
        <p className="mt-1.5 flex items-baseline justify-between gap-3">
          <span className="text-body font-bold">
            <Won amount={space.hourlyPrice} />
            <span className="text-caption font-normal text-ink-soft"> / 시간</span>
          </span>
          <span className="inline-flex items-center gap-1 text-caption text-ink-soft tabular-nums">
            <Users className="size-3.5" aria-hidden="true" />
            최대 {space.capacity}명
          </span>
        </p>
      </div>
    </article>
  )
}
