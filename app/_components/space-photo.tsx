import clsx from 'clsx'
import { Mark } from './brand'

type Props = {
  /** Null for a space without photos. */
  hash: string | null
  size: 'large' | 'small'
  alt: string
  className?: string
  /** Of what the visitor sees at once. */
  eager?: boolean
}

/** A photo in a frame of 4 to 3; our mark where there is none yet. */
export function SpacePhoto({ hash, size, alt, className, eager }: Props) {
  return (
    <span className={clsx('relative block aspect-4/3 overflow-hidden bg-sunken', className)}>
      {hash ? (
        // Our own route serves two sizes already; Next's optimiser would only encode them once more.
        // eslint-disable-next-line @next/next/no-img-element
        <img
          src={`/photos/${hash}/${size}`}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <span className="absolute inset-0 grid place-items-center" aria-hidden="true">
          <Mark className="size-12 opacity-25 grayscale" />
        </span>
      )}
    </span>
  )
}
