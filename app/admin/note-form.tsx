'use client'

import { buttonClass } from '@/app/_components/button'
import { TextArea } from '@/app/_components/text-area'
import { useFormAction } from '@/app/_components/use-form-action'

type Props = {
  run: Parameters<typeof useFormAction>[0]
  /** What the note is about. */
  about: Record<string, string>
}

/** A note for other operators, which stays as it is written. */
export function NoteForm({ run, about }: Props) {
  const { state, pending, form } = useFormAction(run)
  return (
    <form {...form} className="mt-3">
      {Object.entries(about).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TextArea
        name="text"
        label="새 메모"
        hint="운영자만 볼 수 있고, 남기면 고칠 수 없어요."
        rows={3}
        maxLength={1000}
        error={state?.fields?.text ?? (state && !state.ok ? state.message : undefined)}
      />
      <button type="submit" disabled={pending} className={buttonClass('plain', 'regular', 'mt-3')}>
        {pending ? '남기고 있어요' : '메모 남기기'}
      </button>
    </form>
  )
}
