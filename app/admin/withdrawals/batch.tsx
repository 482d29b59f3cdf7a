'use client'

import { createContext, use, useState, type ReactNode } from 'react'
import { Notice } from '@/app/_components/notice'
import { buttonClass } from '@/app/_components/button'
import { Won } from '@/app/_components/won'
import type { FormState } from '@/lib/action'
import { ReasonForm } from '../reason-form'
import { approveSeveralAction } from './actions'

/** `name`: whose it is and where it goes, which tells it from others of its amount. */
export type Pickable = { id: string; amount: bigint; name: string }

type Picked = { has: (id: string) => boolean; toggle: (id: string) => void }

const PickedContext = createContext<Picked | null>(null)

type Props = {
  /** Those that the reader may agree to, of all that are shown. */
  waiting: Pickable[]
  children: ReactNode
}

/** Several waiting withdrawals agreed to in one go, and what became of each. */
export function Batch({ waiting, children }: Props) {
  const [picked, setPicked] = useState<string[]>([])
  const [last, setLast] = useState<{ asked: Pickable[]; state: FormState } | null>(null)
  // Those that somebody else has decided on meanwhile are gone from the list.
  const chosen = waiting.filter(({ id }) => picked.includes(id))
  const has = (id: string) => picked.includes(id)
  const toggle = (id: string) => setPicked(has(id) ? picked.filter((each) => each !== id) : [...picked, id])
  const all = chosen.length === waiting.length

  async function approve(previous: FormState, form: FormData): Promise<FormState> {
    const state = await approveSeveralAction(previous, form)
    if (state?.ok) {
      setLast({ asked: chosen, state })
      setPicked([])
    }
    return state
  }

  return (
    <PickedContext value={{ has, toggle }}>
      {last ? <Outcome {...last} /> : null}
      {waiting.length > 1 ? (
        <button
          type="button"
          onClick={() => setPicked(all ? [] : waiting.map(({ id }) => id))}
          className={buttonClass('plain', 'regular', 'mb-3')}
        >
          {all ? '모두 고르지 않기' : `${waiting.length}건 모두 고르기`}
        </button>
      ) : null}
      {children}
      {chosen.length ? (
        <div className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-5 mt-4 desktop:bottom-4 flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-surface p-4 shadow-lg">
          <p className="text-label" role="status">
            <span className="font-semibold">{chosen.length}건</span> 골랐어요 · <Won amount={sumOf(chosen)} />
          </p>
          <ReasonForm
            run={approve}
            about={{ withdrawalIds: chosen.map(({ id }) => id).join(',') }}
            button={`${chosen.length}건 승인하기`}
            look="primary"
            title={`출금 ${chosen.length}건을 승인할까요?`}
            pendingLabel="승인하고 있어요"
            hint="하나하나의 감사 로그에 같은 이유가 남아요."
          >
            <p>모두 합쳐 {<Won amount={sumOf(chosen)} />}이에요. 한 건씩 따로 결정하고 결과를 알려 드려요.</p>
            <ul className="mt-2 max-h-48 space-y-1 overflow-y-auto">
              {chosen.map(({ id, name, amount }) => (
                <li key={id} className="flex justify-between gap-4">
                  <span>{name}</span>
                  <Won amount={amount} />
                </li>
              ))}
            </ul>
          </ReasonForm>
        </div>
      ) : null}
    </PickedContext>
  )
}

/** Takes one into what is agreed to in one go. */
export function Pick({ id, name, amount }: Pickable) {
  const picked = use(PickedContext)!
  return (
    <label className="mb-2 flex min-h-11 w-fit cursor-pointer items-center gap-2.5 text-label text-ink-soft">
      <input
        type="checkbox"
        checked={picked.has(id)}
        onChange={() => picked.toggle(id)}
        className="size-5 accent-brand"
      />
      함께 승인할 출금으로 고르기
      <span className="sr-only">
        {name} <Won amount={amount} />
      </span>
    </label>
  )
}

function Outcome({ asked, state }: { asked: Pickable[]; state: FormState }) {
  const items = state?.items ?? []
  const refused = items.filter(({ ok }) => !ok).length
  return (
    <Notice
      tone={refused ? 'caution' : 'good'}
      live="status"
      className="mb-4"
      title={
        refused
          ? `${items.length}건 가운데 ${items.length - refused}건을 승인했고 ${refused}건은 그대로예요`
          : `${items.length}건을 모두 승인했어요`
      }
    >
      <ul className="mt-1 space-y-1">
        {items.map(({ key, message }) => {
          const item = asked.find(({ id }) => id === key)
          return (
            <li key={key}>
              {item ? (
                <>
                  {item.name} <Won amount={item.amount} /> ·{' '}
                </>
              ) : null}
              {message}
            </li>
          )
        })}
      </ul>
    </Notice>
  )
}

function sumOf(chosen: Pickable[]): bigint {
  return chosen.reduce((sum, { amount }) => sum + amount, 0n)
}
