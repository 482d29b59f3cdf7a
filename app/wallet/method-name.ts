/** The SDK's codes of payment methods, as people call them. */
const METHODS: Record<string, string> = {
  CARD: '카드',
  TRANSFER: '계좌이체',
  EASY_PAY: '간편결제',
  VIRTUAL_ACCOUNT: '가상계좌',
  MOBILE_PHONE: '휴대폰',
  TOSSPAY: '토스페이',
  NAVERPAY: '네이버페이',
  KAKAOPAY: '카카오페이',
  SAMSUNGPAY: '삼성페이',
  APPLEPAY: '애플페이',
  PAYCO: '페이코',
  LPAY: '엘페이',
  SSG: 'SSG페이',
  CULTURE_GIFT_CERTIFICATE: '문화상품권',
  BOOK_GIFT_CERTIFICATE: '도서문화상품권',
  GAME_GIFT_CERTIFICATE: '게임문화상품권',
  FOREIGN_EASY_PAY: '해외 간편결제',
}

export function methodName(code: string): string {
  return METHODS[code] ?? '기타'
}
