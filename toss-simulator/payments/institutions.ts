/** Somebody Toss names by a code: a card company, a bank or a wallet. */
export interface Institution {
  code: string
  name: string
  english: string
}

function list(rows: string): Institution[] {
  return rows.split(' · ').map((row) => {
    const [code = '', name = '', english = ''] = row.split(' ')
    return { code, name, english }
  })
}

/** Toss: card company codes (domestic issuers). */
export const CARD_COMPANIES = list(
  '41 신한카드 SHINHAN · 61 현대카드 HYUNDAI · 51 삼성카드 SAMSUNG · 11 KB국민카드 KOOKMIN · 71 롯데카드 LOTTE · ' +
    '21 하나카드 HANA · 33 우리카드 WOORI · 91 NH농협카드 NONGHYEOP · 31 BC카드 BC · 15 카카오뱅크 KAKAOBANK · ' +
    '24 토스뱅크 TOSSBANK · 3A 케이뱅크 KBANK · 36 씨티카드 CITI · 3K 기업비씨 IBK_BC · 34 수협카드 SUHYEOP · ' +
    '35 전북카드 JEONBUKBANK · 46 광주카드 GWANGJUBANK · 42 제주카드 JEJUBANK · 62 신협카드 SHINHYEOP · ' +
    '38 새마을금고 SAEMAUL · 37 우체국 POST · 30 산업은행 KDBBANK · 39 저축은행 SAVINGBANK',
)

/** Toss: bank codes of the core API, two characters. */
export const BANKS = list(
  '06 KB국민은행 KOOKMIN · 88 신한은행 SHINHAN · 20 우리은행 WOORI · 81 하나은행 HANA · 11 NH농협은행 NONGHYEOP · ' +
    '03 IBK기업은행 IBK · 90 카카오뱅크 KAKAOBANK · 92 토스뱅크 TOSSBANK · 89 케이뱅크 KBANK · 23 SC제일은행 SC · ' +
    '31 iM뱅크 DAEGUBANK · 32 부산은행 BUSANBANK · 34 광주은행 GWANGJUBANK · 35 제주은행 JEJUBANK · ' +
    '37 전북은행 JEONBUKBANK · 39 경남은행 KYONGNAMBANK · 45 새마을금고 SAEMAUL · 48 신협 SHINHYEOP · ' +
    '71 우체국 POST · 07 수협은행 SUHYEOP · 02 산업은행 KDBBANK · 27 씨티은행 CITI · 50 저축은행 SAVINGBANK · ' +
    '64 산림조합 SANLIM · 12 지역농축협 LOCALNONGHYEOP · 54 홍콩상하이은행 HSBC',
)

/** Toss: easy-pay codes; a payment shows the Korean name as its provider. */
export const EASY_PAYS = list(
  'TOSSPAY 토스페이 TOSSPAY · NAVERPAY 네이버페이 NAVERPAY · KAKAOPAY 카카오페이 KAKAOPAY · ' +
    'SAMSUNGPAY 삼성페이 SAMSUNGPAY · APPLEPAY 애플페이 APPLEPAY · PAYCO 페이코 PAYCO · LPAY 엘페이 LPAY · ' +
    'SSG SSG페이 SSG · PINPAY 핀페이 PINPAY · KBPAY KB페이 KBPAY',
)

export function findCardCompany(named: unknown): Institution | undefined {
  return find(CARD_COMPANIES, named)
}

export function findBank(named: unknown): Institution | undefined {
  return find(BANKS, named)
}

export function findEasyPay(named: unknown): Institution | undefined {
  return find(EASY_PAYS, named)
}

function find(institutions: Institution[], named: unknown): Institution | undefined {
  return institutions.find(({ code, name, english }) => named === code || named === name || named === english)
}
