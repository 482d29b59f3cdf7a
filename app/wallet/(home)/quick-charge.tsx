import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'

const AMOUNTS = [
  { amount: 10_000, label: '1만원' },
  { amount: 30_000, label: '3만원' },
  { amount: 50_000, label: '5만원' },
  { amount: 100_000, label: '10만원' },
]

/** The usual amounts, one tap away; each can still be changed on the next page. */
export function QuickCharge() {
  return (
    <Card as="section" labelledBy="quick-charge">
      <h2 id="quick-charge" className="text-title font-semibold">
        빠른 충전
      </h2>
      <ul className="mt-3 grid grid-cols-4 gap-2">
        {AMOUNTS.map(({ amount, label }) => (
          <li key={amount}>
            <Link
              href={`/wallet/charge?amount=${amount}`}
              className={buttonClass('soft', 'regular', 'w-full px-1 tracking-tight whitespace-nowrap')}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
