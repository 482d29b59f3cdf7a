'use client'

import { useState } from 'react'
import { Field, fieldClass, FieldHelp } from '@/app/_components/field'
import { longDay } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { differ } from '@/lib/terms/differ'
import { draftAction } from '../actions'
import { DiffView } from '../diff-view'

type Props = {
  document: string
  before: string
  /** The soonest days that what is published today may take effect on. */
  earliest: { better: string; worse: string }
}

export function DraftForm({ document, before, earliest }: Props) {
  const { state, pending, form } = useFormAction(draftAction)
  const [text, setText] = useState(before)
  const [worse, setWorse] = useState(false)
  const errors = state?.fields ?? {}
  const soonest = worse ? earliest.worse : earliest.better
  const lines = differ(before, text)
  return (
    <form {...form} className="space-y-5">
      <input type="hidden" name="document" value={document} />
      <div>
        <label htmlFor="text" className="mb-1.5 block text-label font-medium text-ink-soft">
          글
        </label>
        <textarea
          id="text"
          name="text"
          rows={22}
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-invalid={errors.text ? true : undefined}
          aria-describedby={errors.text ? 'text-error' : 'text-hint'}
          className={`${fieldClass} py-3.5`}
          spellCheck={false}
        />
        <FieldHelp
          name="text"
          hint="맨 위의 ‘- ’ 줄은 먼저 알아 둘 점, ‘# ’ 줄은 제목, 그 아래 ‘- ’ 줄은 항목, 나머지는 문단이에요."
          error={errors.text}
        />
      </div>
      <section aria-labelledby="changes">
        <h2 id="changes" className="text-label font-medium text-ink-soft">
          바뀌는 곳
        </h2>
        {text === before ? (
          <p className="mt-2 text-label text-ink-faint">아직 바꾼 곳이 없어요.</p>
        ) : (
          <DiffView lines={lines} />
        )}
      </section>
      <Field
        name="summary"
        label="무엇이 바뀌나요"
        hint="이용자가 알림과 화면에서 그대로 읽어요."
        maxLength={1000}
        autoComplete="off"
        required
        error={errors.summary}
      />
      <Field
        name="reason"
        label="왜 바꾸나요"
        hint="이것도 이용자가 읽어요."
        maxLength={500}
        autoComplete="off"
        required
        error={errors.reason}
      />
      <label className="flex min-h-11 items-center gap-3 text-label">
        <input
          type="checkbox"
          name="worse"
          value="yes"
          checked={worse}
          onChange={(event) => setWorse(event.target.checked)}
          className="size-5 shrink-0 accent-brand"
        />
        이용자에게 불리해지는 점이 있어요
      </label>
      <Field
        name="version"
        label="적용일"
        type="date"
        min={soonest}
        hint={`오늘 게시해도 빨라야 ${longDay(soonest)}부터예요. 게시하는 날이 늦어질 수 있으니 여유를 두세요.`}
        required
        error={errors.version}
      />
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="올리고 있어요">
        초안 올리기
      </SubmitButton>
    </form>
  )
}
