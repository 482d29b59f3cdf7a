import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = { icon: LucideIcon; title: string; children: ReactNode; action?: ReactNode }

export function EmptyState({ icon: Icon, title, children, action }: Props) {
  return (
    <div className="flex flex-col items-center px-4 py-12 text-center">
      <span className="grid size-14 place-items-center rounded-full bg-sunken text-ink-faint">
        <Icon className="size-6" aria-hidden="true" />
      </span>
      <p className="mt-4 text-title font-semibold">{title}</p>
      <p className="mt-1 max-w-xs text-label text-ink-soft">{children}</p>
      {action ? <div className="mt-5">{action}</div> : null}
    </div>
  )
}
