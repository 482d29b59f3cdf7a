import { kstDate } from '@/app/_components/kst'
import { Won } from '@/app/_components/won'
import type { RefundRule } from '@/db/schema/refund'
import type { Part } from '@/lib/refund/plan'
import { methodName } from '../method-name'

const RULES: Record<RefundRule, string> = {
  withdrawal: '7일 안 충전 취소',
  unspent: '남은 잔액 환불',
}

/** Where each won goes: a line for each charge that it came from. */
export function RefundParts({ parts }: { parts: Part[] }) {
  return (
    <ul className="divide-y divide-line" aria-label="돌려드리는 곳">
      {parts.map((part) => (
        <li key={part.orderId} className="flex items-baseline justify-between gap-4 py-3">
          <div className="min-w-0">
            <p className="text-label font-medium">{wayBack(part)}</p>
            <p className="text-caption text-ink-soft">
              {kstDate(part.approvedAt)} 충전 <Won amount={part.charged} />
            </p>
            <p className="text-caption text-ink-soft">{RULES[part.rule]}</p>
          </div>
          <Won amount={part.amount} className="text-label font-semibold" />
        </li>
      ))}
    </ul>
  )
}

function wayBack({ method, needsAccount }: Part): string {
  if (needsAccount) return '입력한 계좌로'
  return method ? `결제한 ${methodName(method)}${direction(methodName(method))}` : '결제한 수단으로'
}

/** `로` after a vowel or ㄹ, else `으로`. */
function direction(name: string): string {
  const final = (name.charCodeAt(name.length - 1) - 0xac00) % 28
  return final === 0 || final === 8 ? '로' : '으로'
}
