import type { Database } from '@/db/client'
import type { Cell, Column, Table } from '@/lib/document/table'
import { asRead, CHART } from '@/lib/ledger/chart'
import { endOf } from '@/lib/ledger/moment'
import { TITLES } from '@/lib/ledger/read'
import { readDifference, type Difference } from './difference'

const COLUMNS: Column[] = [
  { head: '계정', kind: 'text', width: 130 },
  { head: '거래 종류', kind: 'text', width: 110 },
  { head: '건수', kind: 'text', width: 60 },
  { head: '처음', kind: 'won', width: 110 },
  { head: '변동', kind: 'won', width: 110 },
  { head: '끝', kind: 'won', width: 110 },
]

/** Why the balances at the end of one KST day are others than at the end of an earlier one. */
export async function readDifferenceTable(
  ctx: { db: Database },
  { from, to }: { from: string; to: string },
): Promise<Table> {
  const { accounts, types } = await readDifference(ctx, { from: endOf(from), to: endOf(to) })
  const all = types.reduce((sum, { count }) => sum + count, 0n)
  return {
    title: `증감 설명 · ${from} → ${to}`,
    facts: [
      { label: '처음', value: `${from} 하루가 끝났을 때` },
      { label: '끝', value: `${to} 하루가 끝났을 때` },
    ],
    sums: [
      {
        title: '움직인 금액',
        figures: types.map(({ type, count, amount }) => ({
          label: `${TITLES[type]} ${counted(count)}`,
          amount,
        })),
      },
    ],
    columns: COLUMNS,
    rows: accounts.flatMap(toRows),
    totals: [
      '모든 거래',
      '',
      counted(all),
      null,
      accounts.reduce((sum, one) => sum + one.after - one.before, 0n),
      null,
    ],
  }
}

function toRows({ account, before, after, causes }: Difference['accounts'][number]): Cell[][] {
  const read = (amount: bigint) => asRead(account, amount)
  const { name } = CHART[account]
  return [
    [name, '모두', '', read(before), read(after - before), read(after)],
    ...causes.map(({ type, count, amount }) => [
      name,
      TITLES[type],
      counted(count),
      null,
      read(amount),
      null,
    ]),
  ]
}

const counted = (count: bigint) => `${count.toLocaleString('ko-KR')}건`
