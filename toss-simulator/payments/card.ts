import type { MethodChoice } from '@/toss-simulator/payments/choice'
import type { CardDetail, Payment } from '@/toss-simulator/payments/payment'

/** What a captured card payment shows. The approval number is always "00000000" with test keys. */
export function cardFields(
  { issuerCode, installmentPlanMonths, discountAmount = 0 }: Extract<MethodChoice, { kind: 'CARD' }>,
  amount: number,
): Partial<Payment> {
  return {
    method: '카드',
    card: cardDetail(issuerCode, installmentPlanMonths, amount - discountAmount, '신용', '개인'),
    discount: discountAmount > 0 ? { amount: discountAmount } : null,
  }
}

export function cardDetail(
  issuerCode: string,
  installmentPlanMonths: number,
  amount: number,
  cardType: string,
  ownerType: string,
): CardDetail {
  return {
    issuerCode,
    acquirerCode: acquirerOf(issuerCode),
    number: maskedNumber(issuerCode),
    installmentPlanMonths,
    isInterestFree: false,
    interestPayer: null,
    approveNo: '00000000',
    useCardPoint: false,
    cardType,
    ownerType,
    acquireStatus: 'READY',
    amount,
  }
}

const ACQUIRERS = ['61', '91', '31', '51', '71', '41', '11', '21']
const BC = '31'

/** Toss: there are eight domestic acquirers; the other issuers are acquired by BC. */
function acquirerOf(issuerCode: string): string {
  return ACQUIRERS.includes(issuerCode) ? issuerCode : BC
}

function maskedNumber(issuerCode: string): string {
  const digits = issuerCode.replace(/\D/g, '7').padStart(2, '0')
  return `94${digits}0012****789*`
}
