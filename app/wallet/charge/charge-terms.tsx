import Link from 'next/link'
import { Won } from '@/app/_components/won'

/** What a buyer should know before paying, in the order it matters. */
export function ChargeTerms({ cap }: { cap: bigint }) {
  return (
    <aside
      aria-labelledby="charge-terms"
      className="rounded-card bg-sunken p-5 text-label text-ink-soft tablet:p-6"
    >
      <h2 id="charge-terms" className="font-semibold text-ink">
        충전하기 전에
      </h2>
      <ul className="mt-2 list-disc space-y-1.5 pl-5 marker:text-ink-faint">
        <li>
          지갑에는 <Won amount={cap} />
          까지 담아 둘 수 있어요.
        </li>
        <li>쓰지 않은 충전은 7일 안에 전액 취소할 수 있어요.</li>
        <li>잔액은 마지막으로 충전하거나 쓴 날부터 5년이 지나면 소멸돼요. 1년 전부터 세 번 알려 드려요.</li>
        <li>충전은 돈을 맡기는 것이라 현금영수증은 나오지 않아요.</li>
      </ul>
      <Link
        href="/terms"
        className="mt-2 inline-flex min-h-11 items-center text-label underline underline-offset-4 hover:text-ink"
      >
        이용약관 보기
      </Link>
    </aside>
  )
}
