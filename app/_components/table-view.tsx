import clsx from 'clsx'
import type { Cell, Column, Table } from '@/lib/document/table'
import { WideTable } from './wide-table'
import { Won } from './won'

/** A table as its files have it: what it comes to, then line by line. */
export function TableView({ table: { title, sums, columns, rows, totals } }: { table: Table }) {
  return (
    <div className="space-y-4">
      {sums.map(({ title, figures }) => (
        <dl key={title} className="rounded-control bg-sunken px-4 py-2 text-label">
          <div className="py-2 text-caption font-medium text-ink-faint">
            <dt>{title}</dt>
          </div>
          {figures.map(({ label, amount, strong }) => (
            <div key={label} className="flex items-baseline justify-between gap-4 py-2">
              <dt className="text-ink-soft">{label}</dt>
              <dd className={strong ? 'text-title font-bold' : 'font-medium'}>
                <Won amount={amount} />
              </dd>
            </div>
          ))}
        </dl>
      ))}
      <WideTable label={title}>
        <table className="w-full text-label">
          <thead className="text-caption text-ink-faint">
            <tr className="border-b border-line">
              {columns.map(({ head, kind }) => (
                <th
                  key={head}
                  scope="col"
                  className={clsx(
                    'px-2 py-2 font-medium whitespace-nowrap',
                    kind === 'won' ? 'text-right' : 'text-left',
                  )}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row, place) => (
              <Row key={place} columns={columns} cells={row} />
            ))}
          </tbody>
          <tfoot className="border-t border-line-strong font-semibold">
            <Row columns={columns} cells={totals} />
          </tfoot>
        </table>
      </WideTable>
    </div>
  )
}

function Row({ columns, cells }: { columns: Column[]; cells: Cell[] }) {
  return (
    <tr>
      {columns.map(({ head, kind }, place) => {
        const cell = cells[place] ?? ''
        return (
          <td key={head} className={clsx('px-2 py-2.5 whitespace-nowrap', kind === 'won' && 'text-right')}>
            {typeof cell === 'bigint' ? <Won amount={cell} /> : cell}
          </td>
        )
      })}
    </tr>
  )
}
