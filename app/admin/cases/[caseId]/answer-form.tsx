'use client'

import { SubmitButton } from '@/app/_components/submit-button'
import { TextArea } from '@/app/_components/text-area'
import { useFormAction } from '@/app/_components/use-form-action'
import { ANSWER_TEMPLATE } from '@/lib/cases/words'
import { answerAction } from '../actions'

/** The answer, which goes out by mail as it stands. */
export function AnswerForm({ caseId }: { caseId: string }) {
  const { state, pending, form } = useFormAction(answerAction)
  return (
    <form {...form} className="space-y-4">
      <input type="hidden" name="caseId" value={caseId} />
      <TextArea
        name="answer"
        label="답"
        hint="보내면 메일과 고객센터에 이대로 보이고, 고칠 수 없어요."
        rows={12}
        maxLength={2000}
        defaultValue={ANSWER_TEMPLATE}
        error={state?.fields?.answer ?? (state && !state.ok ? state.message : undefined)}
      />
      <SubmitButton pending={pending} pendingLabel="보내고 있어요">
        답 보내기
      </SubmitButton>
    </form>
  )
}
