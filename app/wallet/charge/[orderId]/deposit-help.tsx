import { ChevronDown } from 'lucide-react'
import { CopyButton } from '@/app/_components/copy-button'

/** What to do when money was sent and has not arrived. */
export function DepositHelp({ orderId }: { orderId: string }) {
  return (
    <details className="group mt-4 rounded-card bg-sunken text-label text-ink-soft">
      <summary className="flex min-h-12 cursor-pointer list-none items-center justify-between gap-3 rounded-card px-5 py-3 font-semibold text-ink">
        입금했는데 반영이 안 돼요
        <ChevronDown
          className="size-5 shrink-0 transition-transform group-open:rotate-180"
          aria-hidden="true"
        />
      </summary>
      <div className="px-5 pb-5">
        <ul className="list-disc space-y-1.5 pl-5 marker:text-ink-faint">
          <li>보통 1분 안에, 늦어도 5분 안에 잔액에 더해져요.</li>
          <li>금액이 다르면 은행이 입금을 거절하고 돈은 보낸 계좌에 그대로 있어요.</li>
          <li>은행 점검 시간(밤 11시 30분부터 새벽 12시 30분)에는 늦어질 수 있어요.</li>
          <li>기한이 지난 뒤에 입금됐어도 확인되면 잔액에 더해 드려요.</li>
          <li>10분이 지나도 그대로라면 아래 주문 번호와 함께 고객센터에 알려 주세요.</li>
        </ul>
        <div className="mt-4 flex items-center justify-between gap-3">
          <p className="min-w-0 text-caption break-all">
            <span className="block text-ink-soft">주문 번호</span>
            {orderId}
          </p>
          <CopyButton text={orderId} what="주문 번호" />
        </div>
      </div>
    </details>
  )
}
