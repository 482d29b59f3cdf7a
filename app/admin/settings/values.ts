import { kstExact } from '@/app/_components/kst'
import { formatWon } from '@/lib/money'
import { SETTINGS, type SettingKey } from '@/lib/settings/read-setting'
import { toKstIso } from '@/lib/time'
import { SETTING_WORDS, type Unit } from './words'

type Row = { name: string; label: string; value: string }

/** A setting as it was written down, in words, with what holds where nothing was said. Null: it is unset as a whole. */
export function toRows(key: SettingKey, written: unknown): Row[] | null {
  const value = SETTINGS[key].parse(written) as Record<string, unknown> | null
  if (!value) return null
  return SETTING_WORDS[key].fields.map(({ name, label, unit }) => ({
    name,
    label,
    value: toText(unit, value[name]),
  }))
}

function toText(unit: Unit, value: unknown): string {
  switch (unit) {
    case 'won':
      return formatWon(value as bigint)
    case 'count':
      return `${String(value)}건`
    case 'minutes':
      return `${String(value)}분`
    case 'hours':
      return `${String(value)}시간`
    case 'hours_or_none':
      return value === null ? '결제 즉시' : `이용이 끝나고 ${String(value)}시간 뒤`
    case 'percent':
      return `${Number(value) / 100}%`
    case 'time':
      return kstExact(value as Date)
    case 'text':
      return String(value)
  }
}

/** The same as a form has it. */
export function toInputs(key: SettingKey, written: unknown): Record<string, string> {
  const value = (SETTINGS[key].parse(written) ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    SETTING_WORDS[key].fields.map(({ name, unit }) => [name, toInput(unit, value[name])]),
  )
}

function toInput(unit: Unit, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (unit === 'percent') return String(Number(value) / 100)
  return unit === 'time' ? toKstIso(value as Date).slice(0, 16) : String(value as string)
}

/** What was typed, as it is written down: `{}` when nothing was, where that means something. */
export function fromInputs(key: SettingKey, typed: Record<string, string>): Record<string, unknown> {
  const { fields, unset } = SETTING_WORDS[key]
  if (unset && fields.every(({ name }) => !typed[name]?.trim())) return {}
  return Object.fromEntries(
    fields.map(({ name, unit }) => [name, fromInput(unit, typed[name]?.trim() ?? '')]),
  )
}

function fromInput(unit: Unit, text: string): unknown {
  if (unit === 'text') return text
  if (unit === 'time') return `${text}:00+09:00`
  if (text === '') return null
  const number = Number(text.replaceAll(',', ''))
  return unit === 'percent' ? Math.round(number * 100) : number
}
