import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { Wait } from './waits'

/** 왜 아직 못 받나요: nothing is held in silence. */
export function WhyCard({ waits, now }: { waits: Wait[]; now: Date }) {
  if (waits.length === 0) return null
  return (
    <Card as="section" labelledBy="why">
      <h2 id="why" className="text-title font-semibold">
        왜 아직 못 받나요?
      </h2>
      <ul className="mt-1 divide-y divide-line">
        {waits.map(({ id, amount, cause, since, who, until, action }) => (
          <li key={id} className="py-4 last:pb-0">
            <p className="flex items-baseline justify-between gap-4">
              <span className="text-label font-medium">{cause}</span>
              <Won amount={amount} className="text-label font-semibold" />
            </p>
            <p className="mt-1 text-caption text-ink-soft">
              {who}
              {until ? ` · 늦어도 ${until}까지` : ''}
              {since ? (
                <>
                  {' · '}
                  <When at={since} now={now} />
                  부터
                </>
              ) : null}
            </p>
            {action ? (
              <Link href={action.href} className={buttonClass('soft', 'regular', 'mt-3')}>
                {action.label}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}
