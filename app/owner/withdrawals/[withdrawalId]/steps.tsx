import clsx from 'clsx'
import type { WithdrawalStatus } from '@/db/schema/withdrawal'

const STEPS = ['요청', '확인', '이체', '완료']

const REACHED: Partial<Record<WithdrawalStatus, number>> = {
  REQUESTED: 1,
  APPROVED: 2,
  SENDING: 2,
  COMPLETED: 4,
}

/** How far it has come: asked for, agreed to, on its way, there. */
export function Steps({ status }: { status: WithdrawalStatus }) {
  const reached = REACHED[status] ?? 0
  return (
    <ol aria-label="출금 단계" className="mt-6 grid grid-cols-4 gap-1.5">
      {STEPS.map((step, index) => {
        const state = index < reached ? 'done' : index === reached ? 'now' : 'ahead'
        return (
          <li key={step} aria-current={state === 'now' ? 'step' : undefined}>
            <span
              className={clsx(
                'block h-1.5 rounded-full',
                state === 'ahead' ? 'bg-sunken' : 'bg-brand',
                state === 'now' && 'animate-breathe',
              )}
            />
            <span
              className={clsx(
                'mt-1.5 block text-center text-caption',
                state === 'ahead' ? 'text-ink-faint' : 'font-medium text-ink',
              )}
            >
              {step}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
