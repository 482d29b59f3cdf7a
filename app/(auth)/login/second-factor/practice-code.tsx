import { RefreshCw } from 'lucide-react'

/** Outside production the demo logins need no phone. */
export function PracticeCode({ code }: { code: string | null }) {
  return (
    <div className="mt-5 rounded-control bg-sunken px-4 py-3.5 text-label text-ink-soft">
      {code ? (
        <p>
          연습용 계정이라 휴대전화가 없어도 돼요. 지금 코드는{' '}
          <strong data-practice-code className="font-semibold tracking-wider text-ink tabular-nums">
            {code}
          </strong>
          예요.
        </p>
      ) : (
        <p>방금 코드를 다 썼어요. 30초 안에 새 코드가 나와요.</p>
      )}
      <a
        href=""
        className="mt-1 inline-flex min-h-11 items-center gap-1.5 font-medium underline underline-offset-4 hover:text-ink"
      >
        <RefreshCw className="size-4" aria-hidden="true" />새 코드 보기
      </a>
    </div>
  )
}
