import { oneLine, type Column, type Table } from '@/lib/document/table'
import { toKstIso } from '@/lib/time'
import type { Audited } from './search'

const text = (head: string, width: number): Column => ({ head, kind: 'text', width })

const COLUMNS = [
  text('번호', 40),
  text('한국 시각', 110),
  text('UTC', 110),
  text('누가', 120),
  text('이메일', 110),
  text('무엇을', 100),
  text('대상', 120),
  text('이유', 90),
  text('전', 90),
  text('후', 90),
  text('내용', 90),
  text('IP', 60),
  text('요청 번호', 110),
]

/** The audit log to keep or hand over: a line to what was done. */
export function toAuditTable(items: Audited[]): Table {
  const json = (value: unknown) => (value === null ? '' : JSON.stringify(value))
  return {
    title: '감사 로그',
    facts: [{ label: '건수', value: `${items.length}건` }],
    sums: [],
    columns: COLUMNS,
    rows: items.map((item) => [
      String(item.id),
      toKstIso(item.at),
      item.at.toISOString(),
      item.actor,
      item.person?.email ?? '',
      item.action,
      item.target ?? '',
      oneLine(item.reason ?? ''),
      json(item.before),
      json(item.after),
      json(item.detail),
      item.address ?? '',
      item.requestId,
    ]),
    totals: [],
  }
}
