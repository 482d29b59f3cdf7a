import { PocketLines } from '@/app/_components/pocket-lines'
import { Won } from '@/app/_components/won'

const ROWS = [
  { title: '카드 충전', note: '방금 전', amount: 50_000n },
  { title: '계좌이체 충전', note: '11월 18일', amount: 30_000n },
  { title: '카카오페이 충전', note: '11월 2일', amount: 20_000n },
]

/** What a wallet looks like, with invented figures and a label that says so. */
export function WalletPreview() {
  return (
    <figure className="mx-auto w-full max-w-md desktop:mr-0">
      <div className="rounded-sheet bg-surface p-3 shadow-raised ring-1 ring-line/70">
        <div className="relative overflow-hidden rounded-card bg-linear-to-br from-hero to-hero-deep p-6 text-hero-ink">
          <PocketLines className="-top-14 -right-8 size-52" />
          <p className="text-label text-hero-faint">쓸 수 있는 잔액</p>
          <p className="mt-1 text-figure font-bold">
            <Won amount={100_000n} />
          </p>
          <p className="mt-8 text-caption text-hero-faint">오후 3:20에 확인한 금액이에요</p>
        </div>
        <ul className="divide-y divide-line px-3 pt-2">
          {ROWS.map((row) => (
            <li key={row.title} className="flex items-center justify-between py-3.5">
              <span>
                <span className="block text-label font-medium">{row.title}</span>
                <span className="block text-caption text-ink-faint">{row.note}</span>
              </span>
              <Won amount={row.amount} flow className="text-label font-semibold" />
            </li>
          ))}
        </ul>
      </div>
      <figcaption className="mt-3 text-center text-caption text-ink-faint">
        이해를 돕기 위한 예시 화면이에요
      </figcaption>
    </figure>
  )
}
