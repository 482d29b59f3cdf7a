import clsx from 'clsx'

/** The mark's pocket as an ornament, hanging from the top edge of a surface of the hero colour. */
export function PocketLines({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 200 200"
      fill="none"
      className={clsx('pointer-events-none absolute text-hero-accent', className)}
      aria-hidden="true"
    >
      <g stroke="currentColor" strokeWidth="1.25">
        <path d="M20 0v100a80 80 0 0 0 160 0V0" opacity="0.42" />
        <path d="M45 0v100a55 55 0 0 0 110 0V0" opacity="0.28" />
        <path d="M70 0v100a30 30 0 0 0 60 0V0" opacity="0.16" />
      </g>
      <circle cx="100" cy="100" r="9" fill="currentColor" opacity="0.85" />
    </svg>
  )
}
