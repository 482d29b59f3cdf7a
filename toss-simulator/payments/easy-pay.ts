import { cardDetail } from '@/toss-simulator/payments/card'
import type { EasyPaySource } from '@/toss-simulator/payments/choice'
import { findEasyPay } from '@/toss-simulator/payments/institutions'
import type { Payment } from '@/toss-simulator/payments/payment'

const REGISTERED_CARD_ISSUER = '61'

/**
 * What a captured easy payment shows. Toss: total = card.amount + easyPay.amount + easyPay.discountAmount;
 * a registered card fills `card`, the wallet's money `easyPay.amount`, points `easyPay.discountAmount`.
 */
export function easyPayFields(
  provider: string,
  source: EasyPaySource,
  pointAmount: number,
  amount: number,
): Partial<Payment> {
  const rest = amount - pointAmount
  const byCard = source === 'CARD' && rest > 0
  return {
    method: '간편결제',
    card: byCard ? cardDetail(REGISTERED_CARD_ISSUER, 0, rest, ...cardOwner(pointAmount)) : null,
    easyPay: {
      provider: findEasyPay(provider)?.name ?? provider,
      amount: byCard ? 0 : rest,
      discountAmount: pointAmount,
    },
  }
}

/** Toss: a combination payment makes card type and owner unknown. */
function cardOwner(pointAmount: number): [string, string] {
  return pointAmount > 0 ? ['미확인', '미확인'] : ['신용', '개인']
}
