import type { OpenFreeze } from '@/lib/identity/require-active'
import { AskUs } from './ask-us'
import { Notice } from './notice'
import { When } from './when'

type Props = { freeze: OpenFreeze; title?: string; className?: string }

/** To a person whose account is stopped, before they try: why, since when, what still works and whom to ask. */
export function FrozenNotice({ freeze, title = '이용이 잠시 멈춘 계정이에요', className }: Props) {
  return (
    <Notice tone="caution" title={title} className={className}>
      <When at={freeze.frozenAt} />
      부터 이용이 멈췄고, 돈은 그대로 있어요.
      <span className="my-1 block font-semibold break-words">이유: {freeze.reason}</span>
      그동안 충전, 결제, 환불, 출금은 할 수 없어요. 잔액과 내역 보기, 예약 취소, 영수증과 내 데이터 받기는
      그대로 할 수 있어요. 궁금한 점은 <AskUs />
    </Notice>
  )
}
