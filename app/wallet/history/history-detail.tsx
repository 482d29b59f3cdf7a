import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { DetailList } from '@/app/_components/detail-list'
import { isByOperators, isOfCharge, receiptPath } from '@/app/_components/receipt-path'
import { Sheet } from '@/app/_components/sheet'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { HistoryItem } from '@/lib/ledger/read'

/** One line of the history in full, with the way to what caused it. */
export function HistoryDetail({ item, onClose }: { item: HistoryItem | null; onClose: () => void }) {
  const byOperators = item !== null && isByOperators(item.type)
  return (
    <Sheet open={item !== null} title={item?.title ?? '내역'} onClose={onClose}>
      {item ? (
        <>
          <p className="mt-1 text-figure font-bold">
            <Won amount={item.amount} flow />
          </p>
          <div className="mt-4">
            <DetailList
              rows={[
                { label: '시각', value: <When at={item.occurredAt} /> },
                { label: '이때의 잔액', value: <Won amount={item.balanceAfter} /> },
                {
                  label: byOperators ? '조정 번호' : isOfCharge(item.type) ? '주문 번호' : '예약 번호',
                  value: <span className="text-caption break-all">{item.reference}</span>,
                },
              ]}
            />
          </div>
          {byOperators ? null : (
            <Link href={receiptPath(item)} className={buttonClass('primary', 'large', 'mt-4 w-full')}>
              {isOfCharge(item.type) ? '영수증 보기' : '예약 보기'}
            </Link>
          )}
        </>
      ) : null}
    </Sheet>
  )
}
