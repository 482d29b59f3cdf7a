import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'

/** Which way the money went, for the eye; the signed amount says it for the ear. */
export function FlowMark({ incoming }: { incoming: boolean }) {
  const Icon = incoming ? ArrowDownLeft : ArrowUpRight
  return (
    <span
      className="grid size-10 shrink-0 place-items-center rounded-full bg-sunken text-ink-soft"
      aria-hidden="true"
    >
      <Icon className="size-[1.125rem]" />
    </span>
  )
}
