'use client'

import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import type { SettingKey } from '@/lib/settings/read-setting'
import { proposeAction } from '../actions'
import type { SettingField, Unit } from '../words'

const SUFFIX: Partial<Record<Unit, string>> = {
  won: '원',
  count: '건',
  minutes: '분',
  hours: '시간',
  hours_or_none: '시간',
  percent: '%',
}

type Props = {
  settingKey: SettingKey
  fields: SettingField[]
  inputs: Record<string, string>
  /** All fields may be left empty together. */
  clearable: boolean
}

export function ProposeForm({ settingKey, fields, inputs, clearable }: Props) {
  const { state, pending, form } = useFormAction(proposeAction)
  return (
    <form {...form} className="space-y-5">
      <input type="hidden" name="key" value={settingKey} />
      {fields.map(({ name, label, unit, hint }) => (
        <Field
          key={name}
          name={name}
          label={label}
          hint={hint}
          defaultValue={inputs[name]}
          type={unit === 'time' ? 'datetime-local' : 'text'}
          inputMode={unit === 'text' || unit === 'time' ? undefined : 'decimal'}
          required={!clearable && unit !== 'hours_or_none'}
          maxLength={200}
          autoComplete="off"
          error={state?.fields?.[name]}
          trailing={
            SUFFIX[unit] ? (
              <span className="pointer-events-none absolute inset-y-0 right-4 grid place-items-center text-label text-ink-soft">
                {SUFFIX[unit]}
              </span>
            ) : undefined
          }
        />
      ))}
      {clearable ? (
        <p className="text-caption text-ink-faint">모두 비우고 제안하면 정하지 않은 상태로 돌아가요.</p>
      ) : null}
      <Field
        name="startsAt"
        label="시작 시각 (한국 시각)"
        type="datetime-local"
        hint="비워 두면 승인되는 대로 적용해요."
        error={state?.fields?.startsAt}
      />
      <Field
        name="reason"
        label="이유"
        maxLength={200}
        autoComplete="off"
        required
        error={state?.fields?.reason}
      />
      {state && !state.ok && !state.fields ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <SubmitButton pending={pending} pendingLabel="제안하고 있어요">
        변경 제안하기
      </SubmitButton>
    </form>
  )
}
