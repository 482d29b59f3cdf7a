import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
import type { ReactNode } from 'react'
import { readTheme, THEME_COOKIE } from './_components/theme'
import './globals.css'

export const metadata: Metadata = {
  title: { default: '포스페이 · 포켓스페이스의 지갑', template: '%s · 포스페이' },
  description: '포켓스페이스에서 쓰는 선불 지갑. 한 번 충전해 두고, 잔액과 내역을 1원까지 확인하세요.',
  applicationName: '포스페이',
  formatDetection: { telephone: false },
  appleWebApp: { title: '포스페이', capable: true },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f7f7' },
    { media: '(prefers-color-scheme: dark)', color: '#0b1112' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html lang="ko" data-theme={theme === 'system' ? undefined : theme}>
      <body className="flex min-h-dvh flex-col">{children}</body>
    </html>
  )
}
