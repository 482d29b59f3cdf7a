/** Toss §10.1: the banks of its core API and their codes, those that most people use first. */
export const BANKS: readonly (readonly [code: string, name: string])[] = [
  ['06', 'KB국민은행'],
  ['88', '신한은행'],
  ['20', '우리은행'],
  ['81', '하나은행'],
  ['11', 'NH농협은행'],
  ['03', 'IBK기업은행'],
  ['90', '카카오뱅크'],
  ['92', '토스뱅크'],
  ['89', '케이뱅크'],
  ['23', 'SC제일은행'],
  ['31', 'iM뱅크'],
  ['32', '부산은행'],
  ['34', '광주은행'],
  ['35', '제주은행'],
  ['37', '전북은행'],
  ['39', '경남은행'],
  ['45', '새마을금고'],
  ['48', '신협'],
  ['71', '우체국'],
  ['07', 'Sh수협은행'],
  ['02', 'KDB산업은행'],
  ['27', '씨티은행'],
  ['12', '지역농축협'],
  ['50', '저축은행'],
  ['54', '홍콩상하이은행'],
  ['64', '산림조합'],
]

export function bankName(code: string): string {
  return BANKS.find(([known]) => known === code)?.[1] ?? `은행 코드 ${code}`
}
