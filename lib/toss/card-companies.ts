/** Toss's two characters for card companies that issue in Korea. */
const CARD_COMPANIES: Record<string, string> = {
  '11': 'KB국민카드',
  '15': '카카오뱅크',
  '21': '하나카드',
  '24': '토스뱅크',
  '30': '산업은행',
  '31': 'BC카드',
  '33': '우리카드',
  '34': '수협카드',
  '35': '전북카드',
  '36': '씨티카드',
  '37': '우체국카드',
  '38': '새마을금고',
  '39': '저축은행카드',
  '3A': '케이뱅크',
  '3K': '기업BC카드',
  '41': '신한카드',
  '42': '제주카드',
  '46': '광주카드',
  '51': '삼성카드',
  '61': '현대카드',
  '62': '신협카드',
  '71': '롯데카드',
  '91': 'NH농협카드',
}

export function cardCompanyName(code: string): string {
  return CARD_COMPANIES[code] ?? '카드'
}
