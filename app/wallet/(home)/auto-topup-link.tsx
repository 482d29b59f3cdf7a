import { ChevronRight, Repeat } from 'lucide-react'
import Link from 'next/link'
import type { AutoTopUp } from '@/lib/charge/auto-topup/read'
import { stateName } from '../auto-topup/state-name'

/** Whether the card is charged by itself, in one line, and the way to change it. */
export function AutoTopUpLink({ topUp }: { topUp: AutoTopUp | null }) {
  return (
    <Link
      href="/wallet/auto-topup"
      className="flex min-h-13 items-center gap-3 rounded-card bg-surface px-5 py-4 text-label shadow-card ring-1 ring-line/70 hover:bg-sunken"
    >
      <Repeat className="size-5 shrink-0 text-brand" aria-hidden="true" />
      <span className="flex-1 font-medium">자동충전</span>
      <span className={topUp?.state === 'PAUSED' ? 'font-medium text-caution' : 'text-ink-soft'}>
        {stateName(topUp)}
      </span>
      <ChevronRight className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
    </Link>
  )
}
