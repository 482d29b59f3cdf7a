import { formatWon } from '@/lib/money'

export type Figures = {
  amount: bigint
  onShortage: boolean
  /** Null: never by itself. */
  threshold: bigint | null
  monthlyCap: bigint
}

/** Changes with every change of the words below. */
export const CONSENT_VERSION = '2026-11-01'

/** What a person agrees to, with their own figures in it. */
export function consentText({ amount, onShortage, threshold, monthlyCap }: Figures): string[] {
  return [
    onShortage
      ? `결제할 때 잔액이 부족하고 제가 결제 화면에서 버튼을 누르면, 등록한 카드로 ${formatWon(amount)}(부족한 금액이 더 크면 그 금액)을 충전하는 데 동의해요.`
      : null,
    threshold === null
      ? null
      : `잔액이 ${formatWon(threshold)}보다 적어지면 다시 묻지 않고 등록한 카드로 ${formatWon(amount)}을 충전하는 데 동의해요.`,
    `자동충전으로는 한 달에 ${formatWon(monthlyCap)}까지만 충전해요.`,
    '카드 정보는 토스페이먼츠가 보관하고, 포스페이는 결제에 쓰는 암호화된 키와 카드사, 번호 끝자리만 가지고 있어요.',
    '언제든 한 번에 끌 수 있고, 끄면 등록한 카드도 지워요. 충전한 돈은 다른 충전과 똑같이 환불받을 수 있어요.',
  ].filter((line) => line !== null)
}
