'use client'

import './globals.css'
import { ErrorScreen } from './_components/error-screen'

type Props = { error: unknown; retry: () => void }

/** The last resort, when not even the frame of the page could be drawn. */
export default function GlobalError({ error, retry }: Props) {
  return (
    <html lang="ko">
      <body>
        <title>화면을 불러오지 못했어요 · 포스페이</title>
        <ErrorScreen error={error} retry={retry} />
      </body>
    </html>
  )
}
