import { cardFields } from '@/toss-simulator/payments/card'
import type { MethodChoice } from '@/toss-simulator/payments/choice'
import { easyPayFields } from '@/toss-simulator/payments/easy-pay'
import type { Payment } from '@/toss-simulator/payments/payment'
import { transferFields } from '@/toss-simulator/payments/transfer'

/** The members of a captured payment that depend on how it was paid. */
export function methodFields(choice: MethodChoice, amount: number): Partial<Payment> {
  switch (choice.kind) {
    case 'CARD':
      return cardFields(choice, amount)
    case 'EASY_PAY':
      return easyPayFields(choice.provider, choice.source, choice.pointAmount, amount)
    case 'TRANSFER':
      return transferFields(choice.bankCode)
    case 'VIRTUAL_ACCOUNT':
      return { method: '가상계좌' }
  }
}

/** Toss: a card takes at least 100 won, an account at least 200 won. */
export function minimumAmount(choice: MethodChoice): number {
  return choice.kind === 'TRANSFER' || choice.kind === 'VIRTUAL_ACCOUNT' ? 200 : 100
}
