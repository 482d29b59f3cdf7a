import Link from 'next/link'
import { FrozenNotice } from '@/app/_components/frozen-notice'
import { Notice } from '@/app/_components/notice'
import { Won } from '@/app/_components/won'
import type { OpenFreeze } from '@/lib/identity/require-active'
import type { Wallet } from '@/lib/ledger/read'

/** Only what needs doing or knowing before the balance can be used. */
export function WalletNotices({ wallet, freeze }: { wallet: Wallet; freeze: OpenFreeze | null }) {
  return (
    <>
      {freeze ? <FrozenNotice freeze={freeze} className="mb-4" /> : null}
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
