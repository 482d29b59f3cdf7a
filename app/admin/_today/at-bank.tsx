import { dayName } from '@/app/_components/kst'
import { Won } from '@/app/_components/won'
import { businessDayBefore } from '@/lib/business-days'
import type { Morning } from '@/lib/flows/morning/read-morning'
import { Line } from './section'

const PLACE = '/admin/reconciliation/bank'

/** The same by the bank's own word, as far as its statement goes. */
export function AtBank({ morning, open }: { morning: Morning; open: Set<string> }) {
  const { bank, bankCheck, today } = morning
  const href = open.has(PLACE) ? PLACE : undefined
  if (!bank)
    return (
      <ul className="mt-3 border-t border-line pt-1">
        <Line
          label="은행 거래내역"
          value="없음"
          note="지금 보이는 금액은 모두 장부 기준이에요"
          tone="due"
          href={href}
        />
      </ul>
    )
  const apart = bank.bank - bank.book
  const late = bank.differences.some(({ early }) => !early)
  const stale = bank.lastDay < businessDayBefore(today)
  return (
    <ul className="mt-3 divide-y divide-line border-t border-line pt-1">
      <Line
        label="은행에 있는 돈"
        value={<Won amount={bank.bank} />}
        note={
          <>
            {dayName(bank.lastDay)} 거래내역까지 ·{' '}
            {apart === 0n ? (
              '장부와 같아요'
            ) : (
              <>
                장부보다 <Won amount={apart < 0n ? -apart : apart} /> {apart < 0n ? '적어요' : '많아요'}
              </>
            )}
            {stale ? ' · 새 거래내역을 가져와 주세요' : ''}
          </>
        }
        tone={late ? 'risk' : stale ? 'due' : 'calm'}
        href={href}
      />
      {bankCheck ? (
        <Line
          label="은행 기준 별도관리 확인"
          value={bankCheck.gap > 0n ? <Won amount={bankCheck.gap} /> : '이상 없음'}
          note={`${dayName(bankCheck.day)} 마감을 은행 거래내역으로 확인했어요`}
          tone={bankCheck.gap > 0n ? 'risk' : 'calm'}
        />
      ) : null}
    </ul>
  )
}
