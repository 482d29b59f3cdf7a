import clsx from 'clsx'

/** The mark: a coin dropping into a pocket. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" focusable="false">
      <circle cx="16" cy="9.5" r="6.5" className="fill-mint" />
      <path d="M4 11.5h24v7A10.5 10.5 0 0 1 17.5 29h-3A10.5 10.5 0 0 1 4 18.5z" className="fill-brand" />
      <path
        d="M10.5 17a5.5 5.5 0 0 0 11 0"
        fill="none"
        className="stroke-on-brand"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </svg>
  )
}

export function Brand({ className }: { className?: string }) {
  return (
    <span className={clsx('inline-flex items-center gap-2 text-title font-bold', className)}>
      <Mark className="size-7" />
      포스페이
    </span>
  )
}
