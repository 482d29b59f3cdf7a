import Link from 'next/link'
import { Notice } from '@/app/_components/notice'
import { Won } from '@/app/_components/won'
import type { Wallet } from '@/lib/ledger/read'
import { AskUs } from '@/app/_components/ask-us'

/** `frozen`: why, for an account that is. Only what needs doing or knowing before the balance can be used. */
export function WalletNotices({ wallet, frozen }: { wallet: Wallet; frozen: string | null }) {
  return (
    <>
      {frozen ? (
        <Notice tone="caution" title="이용이 잠시 멈춘 계정이에요" className="mb-4">
          잔액은 그대로 있어요.
          <span className="my-1 block font-semibold break-words">이유: {frozen}</span>
          다시 이용할 수 있을 때까지 충전과 결제를 할 수 없으니 <AskUs />
        </Notice>
      ) : null}
      {wallet.chargeDebt > 0n ? (
        <Notice tone="caution" className="mb-4" title="갚아야 할 금액이 있어요">
          <Won amount={wallet.chargeDebt} />은 이미 쓴 충전이 취소되어 생긴 금액이에요. 갚을 때까지 결제와
          출금을 할 수 없어요. 다음 충전에서 먼저 갚고 남은 금액이 잔액이 돼요.
          <Link
            href="/wallet/charge"
            className="-mb-2 flex min-h-11 w-fit items-center font-semibold underline underline-offset-4"
          >
            충전해서 갚기
          </Link>
        </Notice>
      ) : null}
    </>
  )
}
