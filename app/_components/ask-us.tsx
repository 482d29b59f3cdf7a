import Link from 'next/link'

/** Where to turn when only people can help. */
export function AskUs() {
  return (
    <>
      <Link href="/help" className="underline underline-offset-4">
        고객센터
      </Link>
      에 문의해 주세요.
    </>
  )
}
