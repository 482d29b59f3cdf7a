'use client'

import { ChoiceGroup } from '@/app/_components/choice-group'
import { Field, FieldHelp, fieldClass } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SelectField } from '@/app/_components/select-field'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import type { FormState } from '@/lib/action'
import { KIND_NAMES, KINDS } from '@/lib/space/kinds'
import type { SpaceDetail } from '@/lib/space/read-space'
import { HoursField } from './hours-field'
import { RefundField } from './refund-field'

type Props = {
  /** What is to be edited; a new space without it. */
  space?: SpaceDetail
  run: (previous: FormState, form: FormData) => Promise<FormState>
}

const BOOKING = [
  { value: 'instant', title: '바로 예약', text: '결제하면 예약이 바로 확정돼요' },
  { value: 'approval', title: '확인 후 예약', text: '요청을 보고 받을지 정해요' },
]

/** Everything that an owner says of a space, new or old. */
export function SpaceForm({ space, run }: Props) {
  const { state, pending, form } = useFormAction(run)
  const errors = state?.fields ?? {}
  return (
    <form {...form} className="space-y-6">
      {space ? <input type="hidden" name="spaceId" value={space.id} /> : null}
      <SelectField
        name="kind"
        label="공간 종류"
        required
        defaultValue={space?.kind ?? ''}
        error={errors.kind}
      >
        <option value="" disabled>
          골라 주세요
        </option>
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_NAMES[kind]}
          </option>
        ))}
      </SelectField>
      <Field
        name="name"
        label="공간 이름"
        required
        maxLength={60}
        placeholder="예: 성수 햇살 스튜디오"
        defaultValue={space?.name}
        error={errors.name}
      />
      <Field
        name="address"
        label="주소"
        required
        maxLength={120}
        autoComplete="off"
        placeholder="예: 서울 성동구 연무장길 12, 3층"
        defaultValue={space?.address}
        error={errors.address}
      />
      <div>
        <label htmlFor="description" className="mb-1.5 block text-label font-medium text-ink-soft">
          소개 (선택)
        </label>
        <textarea
          id="description"
          name="description"
          rows={5}
          maxLength={2000}
          placeholder="어떤 모임에 어울리는지, 무엇이 갖춰져 있는지 적어 주세요."
          defaultValue={space?.description}
          aria-invalid={errors.description ? true : undefined}
          aria-describedby={errors.description ? 'description-error' : undefined}
          className={`${fieldClass} block py-3`}
        />
        <FieldHelp name="description" error={errors.description} />
      </div>
      <div className="grid gap-6 tablet:grid-cols-2">
        <Field
          name="capacity"
          label="최대 인원 (명)"
          required
          inputMode="numeric"
          maxLength={4}
          placeholder="예: 8"
          defaultValue={space?.capacity}
          error={errors.capacity}
        />
        <Field
          name="hourlyPrice"
          label="한 시간 가격 (원)"
          required
          inputMode="numeric"
          maxLength={10}
          placeholder="예: 20000"
          hint="부가세와 수수료를 모두 넣은, 이용자가 내는 가격이에요."
          defaultValue={space ? String(space.hourlyPrice) : undefined}
          error={errors.hourlyPrice}
        />
      </div>
      <HoursField initial={space?.hours} errors={errors} />
      <ChoiceGroup
        name="booking"
        legend="예약 방식"
        choices={BOOKING}
        initial={space && (space.instant ? 'instant' : 'approval')}
        error={errors.booking}
        columns="tablet:grid-cols-2"
      />
      <RefundField space={space} errors={errors} />
      <div className="space-y-3">
        <div role="status">
          {state?.ok ? <Notice tone="good">저장했어요. 새 내용이 바로 보여요.</Notice> : null}
        </div>
        {state && !state.ok && state.message ? (
          <Notice tone="danger" live="alert">
            {state.message}
          </Notice>
        ) : null}
        <SubmitButton pending={pending} pendingLabel={space ? '저장하고 있어요' : '등록하고 있어요'}>
          {space ? '저장하기' : '공간 등록하기'}
        </SubmitButton>
      </div>
    </form>
  )
}
