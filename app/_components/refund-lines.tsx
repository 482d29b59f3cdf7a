import { refundAmount, type RefundStretch } from '@/lib/policy/refund'
import { kstExact, kstHour } from './kst'
import { Won } from './won'

type Props = { price: bigint; schedule: RefundStretch[]; now: Date }

/** What cancelling gives back from now to the start of use, a line for each stretch of time, in won. */
export function RefundLines({ price, schedule, now }: Props) {
  const ahead = schedule.filter(({ until }) => now < until)
  return (
    <table className="w-full text-caption">
      <caption className="sr-only">취소하는 때에 따라 돌려받는 금액</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">취소하는 때</th>
          <th scope="col">돌려받는 금액</th>
        </tr>
      </thead>
      <tbody>
        {ahead.map(({ until, percent }) => (
          <tr key={until.getTime()} className="align-baseline">
            <th
              scope="row"
              className="py-1 pr-3 text-left font-normal whitespace-nowrap text-ink-soft tabular-nums"
            >
              <time dateTime={until.toISOString()} title={kstExact(until)}>
                {kstHour(until, true)}
              </time>
              까지
            </th>
            <td className="py-1 text-right font-medium tabular-nums">
              {percent === 0 ? (
                '환불 없음'
              ) : (
                <>
                  <Won amount={refundAmount(price, percent)} />{' '}
                  <span className="font-normal text-ink-soft">({percent}%)</span>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
