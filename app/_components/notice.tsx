import clsx from 'clsx'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

type Tone = 'danger' | 'caution' | 'calm' | 'good'

const TONES = {
  danger: { look: 'bg-danger-soft text-danger', Icon: CircleAlert },
  caution: { look: 'bg-caution-soft text-caution', Icon: TriangleAlert },
  calm: { look: 'bg-sunken text-ink-soft', Icon: Info },
  good: { look: 'bg-brand-soft text-brand-ink', Icon: CircleCheck },
}

type Props = {
  tone?: Tone
  title?: string
  children?: ReactNode
  live?: 'alert' | 'status'
  className?: string
}

/** A sentence that needs to be read: what happened to the money first, then what to do. */
export function Notice({ tone = 'calm', title, children, live, className }: Props) {
  const { look, Icon } = TONES[tone]
  return (
    <div role={live} className={clsx('flex gap-3 rounded-control px-4 py-3.5 text-label', look, className)}>
      <Icon className="mt-0.5 size-[1.125rem] shrink-0" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children}
      </div>
    </div>
  )
}
