'use client'

import { Plus, X } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { buttonClass } from '@/app/_components/button'
import { DetailList } from '@/app/_components/detail-list'
import { fieldClass } from '@/app/_components/field'
import type { RefundStep } from '@/lib/policy/refund'
import { REFUND_PRESETS, refundLines } from '@/lib/policy/refund-presets'
import { MOST_STEPS, readSteps, type TypedStep } from '@/lib/space/refund-steps'

type Row = TypedStep & { key: number }
type Props = { initial?: RefundStep[]; errors: Record<string, string> }

const toRows = (steps: RefundStep[]): Row[] =>
  steps.map(({ daysBefore, percent }, key) => ({
    key,
    daysBefore: String(daysBefore),
    percent: String(percent),
  }))

/** An owner's own refund steps, a row each; the last is what holds up to the start. */
export function StepsField({ initial = REFUND_PRESETS.flexible.steps, errors: refused }: Props) {
  const [rows, setRows] = useState(() => toRows(initial))
  // Once a row came or went, a refusal would stand beside the wrong one.
  const [outdated, setOutdated] = useState<Record<string, string> | null>(null)
  const errors = refused === outdated ? {} : refused
  const list = useRef<HTMLUListElement>(null)
  const lastIndex = rows.length - 1

  const set = (index: number, change: Partial<TypedStep>) =>
    setRows(rows.map((row, each) => (each === index ? { ...row, ...change } : row)))

  /** The focus follows: into the new row, or on what took the place of the old one. */
  function replace(next: Row[], focus: number) {
    flushSync(() => {
      setRows(next)
      setOutdated(refused)
    })
    list.current?.children[focus]?.querySelector<HTMLElement>('input:not([type=hidden])')?.focus()
  }
  const add = () => {
    const key = Math.max(...rows.map((row) => row.key)) + 1
    replace([...rows.slice(0, -1), { key, daysBefore: '', percent: '' }, rows[lastIndex]!], lastIndex)
  }
  const remove = (index: number) => replace(rows.toSpliced(index, 1), index)

  return (
    <fieldset className="mt-3 rounded-control bg-sunken p-3 tablet:p-4">
      <legend className="sr-only">직접 정하는 환불 단계</legend>
      <ul ref={list} className="space-y-2">
        {rows.map((row, index) => (
          <StepRow
            key={row.key}
            index={index}
            row={row}
            last={index === lastIndex}
            only={lastIndex === 0}
            errors={errors}
            onChange={(change) => set(index, change)}
            onRemove={() => remove(index)}
          />
        ))}
      </ul>
      {rows.length < MOST_STEPS ? (
        <button type="button" onClick={add} className={buttonClass('plain', 'regular', 'mt-3 w-full')}>
          <Plus className="size-4.5" aria-hidden="true" />
          단계 더하기
        </button>
      ) : (
        <p className="mt-3 text-caption text-ink-soft">{MOST_STEPS}단계까지 정할 수 있어요.</p>
      )}
      <Preview rows={rows} />
    </fieldset>
  )
}

const WHEN = 'flex flex-1 items-center gap-1.5 whitespace-nowrap tablet:w-48 tablet:flex-none'

type StepRowProps = {
  index: number
  row: TypedStep
  last: boolean
  only: boolean
  errors: Record<string, string>
  onChange: (change: Partial<TypedStep>) => void
  onRemove: () => void
}

function StepRow({ index, row, last, only, errors, onChange, onRemove }: StepRowProps) {
  const [days, percent] = [`stepDays${index}`, `stepPercent${index}`]
  return (
    <li>
      <div className="flex min-h-13 items-center gap-1.5 text-label tablet:gap-2.5">
        {last ? (
          <>
            <input type="hidden" name={days} value="0" />
            <span className={WHEN}>{only ? '이용 시작 전까지' : '그 뒤로 시작 전까지'}</span>
          </>
        ) : (
          <span className={WHEN}>
            <NumberInput
              name={days}
              label={`${index + 1}단계, 이용 며칠 전까지`}
              value={row.daysBefore}
              error={errors[days]}
              onChange={(daysBefore) => onChange({ daysBefore })}
            />
            일 전까지
          </span>
        )}
        <NumberInput
          name={percent}
          label={last ? '마지막 단계, 환불 비율' : `${index + 1}단계, 환불 비율`}
          value={row.percent}
          error={errors[percent]}
          onChange={(value) => onChange({ percent: value })}
        />
        %
        {last ? (
          <span className="w-11 shrink-0" />
        ) : (
          <button
            type="button"
            onClick={onRemove}
            aria-label={`${index + 1}단계 빼기`}
            className="grid size-11 shrink-0 place-items-center rounded-control text-ink-soft hover:bg-line"
          >
            <X className="size-4.5" aria-hidden="true" />
          </button>
        )}
      </div>
      {[days, percent].map((name) =>
        errors[name] ? (
          <p key={name} id={`${name}-error`} className="mt-1 text-caption font-medium text-danger">
            {errors[name]}
          </p>
        ) : null,
      )}
    </li>
  )
}

type NumberInputProps = {
  name: string
  label: string
  value: string
  error?: string
  onChange: (value: string) => void
}

function NumberInput({ name, label, value, error, onChange }: NumberInputProps) {
  return (
    <span className="w-14 shrink-0 tablet:w-18">
      <input
        name={name}
        aria-label={label}
        value={value}
        inputMode="numeric"
        autoComplete="off"
        maxLength={3}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${name}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
        className={`${fieldClass} px-1! text-center tabular-nums`}
      />
    </span>
  )
}

/** What renters will read. */
function Preview({ rows }: { rows: TypedStep[] }) {
  const id = useId()
  const { steps, wrong } = readSteps(rows)
  return (
    <section aria-labelledby={id} className="mt-4 border-t border-line-strong/40 pt-3">
      <h3 id={id} className="text-caption font-medium text-ink-soft">
        이용자에게 이렇게 보여요
      </h3>
      {Object.keys(wrong).length > 0 ? (
        <p className="mt-1 text-label text-ink-soft">
          이용일에 가까워질수록 덜 돌려주도록 단계를 채우면 여기에 보여요.
        </p>
      ) : (
        <DetailList rows={refundLines(steps).map(({ when, then }) => ({ label: when, value: then }))} />
      )}
    </section>
  )
}
