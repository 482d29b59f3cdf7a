import clsx from 'clsx'

export function Skeleton({ className }: { className: string }) {
  return <span className={clsx('block animate-breathe rounded-mark bg-line', className)} aria-hidden="true" />
}
