import clsx from 'clsx'
import Link from 'next/link'
import { Won } from '@/app/_components/won'
import type { Cell, Table } from '@/lib/document/table'

/** The lines as a table where there is room for one, else each by itself. */
export function StatementLines({ table }: { table: Table }) {
  return (
    <>
      <WideLines table={table} />
      <NarrowLines table={table} />
    </>
  )
}

/** The last column, a booking's number, is the link on its space here. */
function WideLines({ table: { columns, rows, totals } }: { table: Table }) {
  const shown = columns.slice(0, -1)
  const look = (index: number) => clsx('py-3 pl-3 first:pl-0', shown[index]!.kind === 'won' && 'text-right')
  return (
    <table className="mt-2 hidden w-full text-caption tabular-nums desktop:table">
      <thead className="border-b border-line-strong text-left text-ink-soft">
        <tr>
          {shown.map(({ head }, index) => (
            <th key={head} scope="col" className={clsx(look(index), 'font-medium whitespace-nowrap')}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map((row, place) => (
          <tr key={place}>
            {shown.map(({ head }, index) => (
              <td key={head} className={clsx(look(index), index === shown.length - 1 && 'font-semibold')}>
                {head === '공간' ? <SpaceName row={row} /> : <Value cell={row[index]!} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot className="border-t border-line-strong font-semibold">
        <tr>
          {shown.map(({ head }, index) => (
            <td key={head} className={look(index)}>
              <Value cell={totals[index]!} />
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  )
}

function NarrowLines({ table: { columns, rows, totals } }: { table: Table }) {
  return (
    <ul className="mt-1 divide-y divide-line desktop:hidden">
      {[...rows, totals].map((row, place) => {
        const [date, title, space, day, gross, refunded, supply, vat, net] = row
        const parts = [gross, refunded, supply, vat]
          .map((amount, index) => ({ head: columns[4 + index]!.head, amount: amount! }))
          .filter(({ amount }) => amount)
        return (
          <li key={place} className="py-3.5">
            <div className="flex items-baseline justify-between gap-4">
              <span className="min-w-0 truncate text-label font-medium">{title || date}</span>
              <Won amount={net as bigint} className="text-label font-semibold" />
            </div>
            {space ? (
              <p className="truncate text-caption text-ink-soft">
                <SpaceName row={row} />
              </p>
            ) : null}
            {title ? (
              <p className="text-caption text-ink-faint tabular-nums">
                {date}
                {day ? ` · ${day} 이용` : ''}
              </p>
            ) : null}
            {parts.length ? (
              <dl className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-caption text-ink-soft">
                {parts.map(({ head, amount }) => (
                  <div key={head} className="flex gap-1.5">
                    <dt>{head}</dt>
                    <dd>
                      <Value cell={amount} />
                    </dd>
                  </div>
                ))}
              </dl>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

function SpaceName({ row }: { row: Cell[] }) {
  const [space, bookingId] = [row[2], row.at(-1)]
  if (!bookingId) return <Value cell={space ?? null} />
  return (
    <Link href={`/owner/bookings/${bookingId}`} className="underline underline-offset-4 hover:text-ink">
      {space}
    </Link>
  )
}

function Value({ cell }: { cell: Cell }) {
  if (typeof cell !== 'bigint') return cell
  return <Won amount={cell} className={cell === 0n ? 'text-ink-faint' : undefined} />
}
