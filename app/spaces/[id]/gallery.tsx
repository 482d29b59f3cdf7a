import clsx from 'clsx'
import { SpacePhoto } from '@/app/_components/space-photo'
import type { Photo } from '@/lib/space/read-space'

/** All photos in a row to swipe through, two at a time on a wide screen. */
export function Gallery({ name, photos }: { name: string; photos: Photo[] }) {
  if (photos.length === 0) {
    return <SpacePhoto hash={null} size="large" alt="" className="rounded-card tablet:aspect-2/1" />
  }
  return (
    <div
      role="group"
      aria-label={`${name} 사진 ${photos.length}장`}
      tabIndex={photos.length > 1 ? 0 : undefined}
      className="-mx-5 flex snap-x snap-mandatory gap-2 overflow-x-auto px-5 desktop:mx-0 desktop:px-0"
    >
      {photos.map((photo, index) => (
        <SpacePhoto
          key={photo.id}
          hash={photo.hash}
          size="large"
          alt={`${name} 사진 ${index + 1}`}
          eager={index === 0}
          className={clsx(
            'shrink-0 snap-center rounded-card ring-1 ring-line/70',
            photos.length > 1 ? 'w-[92%] tablet:w-[calc(50%-0.25rem)]' : 'w-full tablet:aspect-2/1',
          )}
        />
      ))}
    </div>
  )
}
