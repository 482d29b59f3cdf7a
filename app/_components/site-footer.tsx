import Link from 'next/link'
import type { Company } from '@/lib/settings/read-setting'
import type { Theme } from './theme'
import { ThemeToggle } from './theme-toggle'

const link = 'inline-flex min-h-11 items-center text-label text-ink-soft hover:text-ink'

export function SiteFooter({ theme, company }: { theme: Theme; company: Company | null }) {
  return (
    <footer className="mt-auto border-t border-line">
      <div className="mx-auto flex w-full max-w-[72rem] flex-col gap-6 px-5 py-8 tablet:flex-row tablet:items-start tablet:justify-between desktop:px-8">
        <div className="max-w-xl">
          <nav aria-label="안내" className="flex flex-wrap gap-x-5">
            <Link href="/help" className={link}>
              고객센터
            </Link>
            <Link href="/protection" className={link}>
              예치금 보호
            </Link>
            <Link href="/terms" className={link}>
              이용약관
            </Link>
            <Link href="/privacy" className={`${link} font-semibold`}>
              개인정보 처리방침
            </Link>
          </nav>
          <p className="prose-lines mt-2 text-caption text-ink-faint">
            포스페이는 포켓스페이스에서 쓰는 선불 지갑이에요. 포켓스페이스는 통신판매중개자로서 공간 대여
            거래의 당사자가 아니며, 공간의 정보와 이용에 대한 책임은 공간을 등록한 분에게 있어요.
          </p>
          {company ? (
            <p className="prose-lines mt-2 text-caption text-ink-faint">
              {company.name} · 대표 {company.representative} · 사업자등록번호 {company.businessNumber} ·
              통신판매업 {company.mailOrderNumber} · {company.address} · {company.phone} · {company.email}
            </p>
          ) : null}
        </div>
        <div className="w-full max-w-72">
          <ThemeToggle initial={theme} />
        </div>
      </div>
    </footer>
  )
}
