import Link from 'next/link'

/** What somebody should know before taking money back, in the order it matters. */
export function RefundTerms() {
  return (
    <aside
      aria-labelledby="refund-terms"
      className="rounded-card bg-sunken p-5 text-label text-ink-soft tablet:p-6"
    >
      <h2 id="refund-terms" className="font-semibold text-ink">
        돌려받기 전에
      </h2>
      <ul className="mt-2 list-disc space-y-1.5 pl-5 marker:text-ink-faint">
        <li>쓰지 않은 돈은 언제든 전액 돌려받을 수 있고, 수수료는 없어요.</li>
        <li>충전할 때 결제한 수단으로, 가장 최근에 충전한 돈부터 돌려드려요.</li>
        <li>충전한 날부터 7일 안에는 충전 취소로, 그 뒤에는 남은 잔액 환불로 처리해요. 금액은 같아요.</li>
        <li>늦어도 3영업일 안에 돌려보내요. 카드는 그 뒤 카드사에서 처리하는 데 3~5영업일이 걸려요.</li>
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
