import { findBank, findCardCompany, findEasyPay } from '@/toss-simulator/payments/institutions'
import { TossError } from '@/toss-simulator/errors'

/** How the buyer pays. Codes are Toss's two-character institution codes and the easy-pay codes of the SDK. */
export type MethodChoice =
  | { kind: 'CARD'; issuerCode: string; installmentPlanMonths: number; discountAmount?: number }
  | { kind: 'EASY_PAY'; provider: string; source: EasyPaySource; pointAmount: number }
  | { kind: 'TRANSFER'; bankCode: string }
  | { kind: 'VIRTUAL_ACCOUNT'; bankCode: string; cashReceiptType: CashReceiptType | null }

/** What the buyer wants a cash receipt for: their income tax, or a business's expenses. */
export type CashReceiptType = '소득공제' | '지출증빙'

/** What stands behind the wallet: a registered card or the wallet's own money. */
export type EasyPaySource = 'CARD' | 'MONEY'

/** Loose input, as a control request, the widget or the SDK names a way to pay. */
export interface ChoiceInput {
  method?: unknown
  cardCompany?: unknown
  installmentPlanMonths?: unknown
  easyPayProvider?: unknown
  easyPaySource?: unknown
  pointAmount?: unknown
  /** What the card company takes off at once. */
  discountAmount?: unknown
  bank?: unknown
  cashReceipt?: unknown
}

const DEFAULT_ISSUER = '61'
const DEFAULT_BANK = '20'
const INSTALLMENT_MINIMUM_AMOUNT = 50_000

/**
 * Reads a way to pay; institutions may be named by code, Korean or English name, as in Toss's requests.
 * What is left out becomes an ordinary default: a Hyundai card in one payment, a card behind the wallet, Woori bank.
 * @throws {TossError} NOT_SUPPORTED_METHOD, INVALID_CARD_COMPANY, INVALID_BANK and the instalment codes
 */
export function readChoice(input: ChoiceInput, amount: number): MethodChoice {
  const provider = input.easyPayProvider ?? easyPayNamedAsMethod(input.method)
  if (provider !== undefined) return readEasyPay(input, provider, amount)
  if (isOneOf(input.method, ['CARD', '카드'])) return readCard(input, amount)
  if (isOneOf(input.method, ['TRANSFER', '계좌이체'])) return { kind: 'TRANSFER', bankCode: readBank(input) }
  if (isOneOf(input.method, ['VIRTUAL_ACCOUNT', '가상계좌'])) {
    const cashReceiptType = readCashReceiptType(input.cashReceipt)
    return { kind: 'VIRTUAL_ACCOUNT', bankCode: readBank(input), cashReceiptType }
  }
  throw new TossError('NOT_SUPPORTED_METHOD')
}

function readBank({ bank: named = DEFAULT_BANK }: ChoiceInput): string {
  const bank = findBank(named)
  if (!bank) throw new TossError('INVALID_BANK')
  return bank.code
}

function readCashReceiptType(type: unknown = '미발행'): CashReceiptType | null {
  if (type === '미발행') return null
  if (type === '소득공제' || type === '지출증빙') return type
  throw new TossError('INVALID_REGISTRATION_NUMBER_TYPE')
}

function readCard(input: ChoiceInput, amount: number): MethodChoice {
  const company = findCardCompany(input.cardCompany ?? DEFAULT_ISSUER)
  if (!company) throw new TossError('INVALID_CARD_COMPANY')
  const months = input.installmentPlanMonths ?? 0
  checkInstallment(months, amount)
  const discountAmount = readPart(input.discountAmount, amount)
  return { kind: 'CARD', issuerCode: company.code, installmentPlanMonths: months, discountAmount }
}

/** Toss: 0 or 2 to 12 months, and only from 50,000 won. */
export function checkInstallment(months: unknown, amount: number): asserts months is number {
  const valid =
    typeof months === 'number' && Number.isInteger(months) && (months === 0 || (2 <= months && months <= 12))
  if (!valid) throw new TossError('INVALID_CARD_INSTALLMENT_PLAN')
  if (months > 0 && amount < INSTALLMENT_MINIMUM_AMOUNT) {
    throw new TossError('NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT')
  }
}

function readEasyPay(input: ChoiceInput, named: unknown, amount: number): MethodChoice {
  const provider = findEasyPay(named)
  if (!provider) throw new TossError('NOT_SUPPORTED_METHOD')
  const source = input.easyPaySource ?? 'CARD'
  if (source !== 'CARD' && source !== 'MONEY') throw new TossError('INVALID_REQUEST')
  const pointAmount = readPart(input.pointAmount, amount)
  return { kind: 'EASY_PAY', provider: provider.code, source, pointAmount }
}

/** A part of the amount that is not paid in money; none if absent. */
function readPart(part: unknown = 0, amount: number): number {
  const valid = typeof part === 'number' && Number.isInteger(part) && 0 <= part && part <= amount
  if (!valid) throw new TossError('INVALID_REQUEST')
  return part
}

function easyPayNamedAsMethod(method: unknown): unknown {
  if (isOneOf(method, ['EASY_PAY', '간편결제'])) return 'TOSSPAY'
  return findEasyPay(method)?.code
}

function isOneOf(value: unknown, names: string[]): boolean {
  return typeof value === 'string' && names.includes(value)
}
