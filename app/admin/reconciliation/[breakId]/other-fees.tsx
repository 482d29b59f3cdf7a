import { Card } from '@/app/_components/card'
import { Won } from '@/app/_components/won'
import type { OtherFee } from '@/lib/settlement/fees'

const SHOWN = 50

/** The settlements whose fee is not the contract's as it is now in the settings. */
export function OtherFees({ fees }: { fees: OtherFee[] }) {
  return (
    <section aria-labelledby="fees" className="mt-8">
      <h2 id="fees" className="mb-2 text-title font-semibold">
        수수료가 다른 정산 {fees.length}건
      </h2>
      <Card className="py-1 tablet:py-2">
        <ul className="divide-y divide-line">
          {fees.slice(0, SHOWN).map(({ key, orderId, amount, contract, fee }) => (
            <li key={key} className="flex items-baseline justify-between gap-4 py-3 text-label">
              <span className="min-w-0">
                <Won amount={amount} className="block font-semibold" />
                <span className="block text-caption break-all text-ink-soft">{orderId}</span>
              </span>
              <span className="shrink-0 text-right text-caption text-ink-soft">
                <span className="block">
                  계약 <Won amount={contract} />
                </span>
                <span className="block">
                  토스 <Won amount={fee} />
                </span>
              </span>
            </li>
          ))}
        </ul>
        {fees.length > SHOWN ? (
          <p className="border-t border-line py-3 text-caption text-ink-soft">
            앞의 {SHOWN}건만 보여요. 나머지는 토스 정산 명세에서 확인해 주세요.
          </p>
        ) : null}
      </Card>
    </section>
  )
}
