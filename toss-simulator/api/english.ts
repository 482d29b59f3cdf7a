const ENGLISH_VALUES: Record<string, string> = {
  카드: 'CARD',
  간편결제: 'EASY_PAY',
  계좌이체: 'TRANSFER',
  가상계좌: 'VIRTUAL_ACCOUNT',
  신용: 'CREDIT',
  체크: 'CHECK',
  기프트: 'GIFT',
  미확인: 'UNKNOWN',
  개인: 'PERSONAL',
  법인: 'CORPORATE',
  토스페이: 'TOSSPAY',
  네이버페이: 'NAVERPAY',
  카카오페이: 'KAKAOPAY',
  삼성페이: 'SAMSUNGPAY',
  애플페이: 'APPLEPAY',
  페이코: 'PAYCO',
}
const TRANSLATED = new Set(['method', 'cardType', 'ownerType', 'provider'])

/** Toss: `Accept-Language: en-US` turns messages and the Korean enum values into English. */
export function wantsEnglish(acceptLanguage: string | undefined): boolean {
  return /^en\b/i.test(acceptLanguage ?? '')
}

/** The same answer with its Korean enum values in English. */
export function inEnglish(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, member: unknown) =>
      TRANSLATED.has(key) && typeof member === 'string' ? (ENGLISH_VALUES[member] ?? member) : member,
    ),
  )
}
