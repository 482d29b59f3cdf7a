import clsx from 'clsx'
import { Check, Clock3, SearchCheck, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Spinner } from './spinner'

type Tone = 'done' | 'waiting' | 'failed' | 'stopped' | 'expired' | 'review'

const TONES = {
  done: { look: 'bg-brand text-on-brand', icon: <Check className="size-8" strokeWidth={2.6} /> },
  waiting: { look: 'bg-brand-soft text-brand-ink', icon: <Spinner className="size-8" /> },
  failed: { look: 'bg-danger-soft text-danger', icon: <X className="size-8" strokeWidth={2.4} /> },
  stopped: { look: 'bg-sunken text-ink-faint', icon: <X className="size-8" strokeWidth={2.4} /> },
  expired: { look: 'bg-sunken text-ink-faint', icon: <Clock3 className="size-8" /> },
  review: { look: 'bg-caution-soft text-caution', icon: <SearchCheck className="size-8" /> },
} satisfies Record<Tone, { look: string; icon: ReactNode }>

type Props = { tone: Tone; title: string; children?: ReactNode }

/** The one thing a result page says. Announced when it changes. */
export function StatusHero({ tone, title, children }: Props) {
  const { look, icon } = TONES[tone]
  return (
    <div className="flex flex-col items-center text-center" role="status" aria-live="polite">
      <span
        key={tone}
        aria-hidden="true"
        className={clsx('grid size-16 animate-settle place-items-center rounded-full', look)}
      >
        {icon}
      </span>
      <h1 className="mt-5 text-heading font-bold">{title}</h1>
      {children ? <div className="prose-lines mt-2 max-w-sm text-label text-ink-soft">{children}</div> : null}
    </div>
  )
}
