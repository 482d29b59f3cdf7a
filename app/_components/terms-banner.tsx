import { Megaphone } from 'lucide-react'
import Link from 'next/link'
import { josa } from 'es-hangul'
import { webContext } from '@/lib/auth'
import { DOCUMENT_TITLES, versionPath } from '@/lib/terms/names'
import { listComing } from '@/lib/terms/read'
import { dayName } from './kst'

/** What of the terms is about to change, until the day it has. */
export async function TermsBanner() {
  const coming = await listComing(await webContext())
  if (coming.length === 0) return null
  return (
    <aside aria-label="바뀌는 약관" className="bg-brand-soft text-brand-ink print:hidden">
      {coming.map(({ document, version }) => (
        <Link
          key={`${document} ${version}`}
          href={versionPath(document, version)}
          className="mx-auto flex min-h-11 w-full max-w-[76rem] items-center gap-3 px-5 py-2 text-label desktop:px-8"
        >
          <Megaphone className="size-[1.125rem] shrink-0" aria-hidden="true" />
          <span className="min-w-0 flex-1">
            {dayName(version)}부터 {josa(DOCUMENT_TITLES[document], '이/가')} 바뀌어요
          </span>
          <span className="shrink-0 font-semibold underline underline-offset-4">보기</span>
        </Link>
      ))}
    </aside>
  )
}
