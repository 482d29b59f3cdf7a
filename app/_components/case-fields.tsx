import { CASE_KINDS, CASE_WORDS } from '@/lib/cases/words'
import { Field } from './field'
import { SelectField } from './select-field'
import { TextArea } from './text-area'

/** What whoever opens a case is asked, user or operator. */
export function CaseFields({ fields }: { fields?: Record<string, string> }) {
  return (
    <>
      <SelectField name="kind" label="어떤 일인가요?" error={fields?.kind}>
        {CASE_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {CASE_WORDS[kind].asked}
          </option>
        ))}
      </SelectField>
      <TextArea
        name="story"
        label="무슨 일이 있었나요?"
        hint="비밀번호나 카드 번호는 적지 마세요."
        rows={5}
        maxLength={2000}
        error={fields?.story}
      />
      <Field
        name="about"
        label="어느 거래인가요? (선택)"
        hint="내역에 있는 주문 번호나 예약 번호, 날짜와 금액"
        maxLength={100}
        autoComplete="off"
        error={fields?.about}
      />
      <label className="flex min-h-11 items-center gap-3 text-label">
        <input type="checkbox" name="paper" value="yes" className="size-5 accent-brand" />
        거래 명세를 서면으로도 받을게요 (2주 안에 보내 드려요)
      </label>
    </>
  )
}
