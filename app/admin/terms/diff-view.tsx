import clsx from 'clsx'
import type { DiffLine } from '@/lib/terms/differ'

const KINDS = {
  same: { sign: ' ', say: '', look: 'text-ink-faint' },
  gone: { sign: '−', say: '빠진 줄: ', look: 'bg-danger-soft text-danger line-through' },
  new: { sign: '+', say: '더한 줄: ', look: 'bg-brand-soft text-brand-ink' },
}

/** What is gone and what is new, between lines that stay; long stretches that stay are folded. */
export function DiffView({ lines }: { lines: DiffLine[] }) {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - 1), at + 2).some(({ kind }) => kind !== 'same'),
  )
  return (
    <ol className="mt-3 overflow-hidden rounded-control text-label ring-1 ring-line ring-inset">
      {lines.map(({ kind, text }, at) => {
        if (!near[at]) {
          return near[at - 1] || at === 0 ? (
            <li
              key={at}
              aria-label="그대로인 줄은 접었어요"
              className="bg-sunken px-3 text-center text-ink-faint"
            >
              ⋯
            </li>
          ) : null
        }
        const { sign, say, look } = KINDS[kind]
        return (
          <li key={at} className={clsx('flex gap-2 px-3 py-1', look)}>
            <span aria-hidden="true" className="w-3 shrink-0 text-center">
              {sign}
            </span>
            <span className="prose-lines min-w-0">
              {say ? <span className="sr-only">{say}</span> : null}
              {text}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
