import { When } from '@/app/_components/when'

type Note = { id: string; by: string; at: Date; text: string }

/** What operators wrote down, the oldest first. */
export function Notes({ notes }: { notes: Note[] }) {
  if (notes.length === 0) return <p className="text-label text-ink-soft">아직 남긴 메모가 없어요.</p>
  return (
    <ol className="divide-y divide-line">
      {notes.map(({ id, by, at, text }) => (
        <li key={id} className="py-3">
          <p className="text-label whitespace-pre-wrap">{text}</p>
          <p className="mt-1 text-caption text-ink-faint">
            {by} · <When at={at} />
          </p>
        </li>
      ))}
    </ol>
  )
}
