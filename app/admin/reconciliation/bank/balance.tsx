import { Card } from '@/app/_components/card'
import { dayName } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { Won } from '@/app/_components/won'
import type { Standing } from '@/lib/bank-statement/read-standing'

/** What the bank says that the account held, beside what our book said then. */
export function Balance({ standing: { bank, book, lastDay, differences } }: { standing: Standing }) {
  const apart = bank - book
  const early = differences.filter((difference) => difference.early).length
  return (
    <Card as="section" labelledBy="balance">
      <h2 id="balance" className="text-label font-semibold text-ink-soft">
        {dayName(lastDay)}까지의 거래내역
      </h2>
      <dl className="mt-3 grid gap-3 tablet:grid-cols-2">
        {[
          { side: '은행에 있는 돈', amount: bank },
          { side: '우리 장부', amount: book },
        ].map(({ side, amount }) => (
          <div key={side} className="rounded-control bg-sunken px-4 py-3">
            <dt className="text-caption text-ink-soft">{side}</dt>
            <dd className="mt-1 text-title font-bold">
              <Won amount={amount} />
            </dd>
          </div>
        ))}
      </dl>
      <Notice
        tone={differences.length === 0 ? 'good' : differences.length === early ? 'calm' : 'caution'}
        className="mt-4"
      >
        {apart === 0n ? (
          differences.length === 0 ? (
            '은행과 장부가 1원까지 같고, 모든 거래의 짝을 찾았어요.'
          ) : (
            `잔액은 같지만 짝을 찾지 못한 거래가 ${differences.length}건 있어요.`
          )
        ) : (
          <>
            은행에 장부보다 <Won amount={apart < 0n ? -apart : apart} /> {apart < 0n ? '적게' : '더'} 있어요.
            아래 {differences.length}건을 더하면 이 차이예요.
          </>
        )}
        {early ? ` ${early}건은 다음 영업일까지 짝을 기다려요.` : ''}
      </Notice>
    </Card>
  )
}
