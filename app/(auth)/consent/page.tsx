import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { readAsked } from '@/app/_components/consent-gate'
import { requireUser } from '@/lib/auth'
import { DOCUMENT_TITLES, versionPath } from '@/lib/terms/names'
import { returnPath } from '../return-path'
import { ConsentForm } from './consent-form'

export const metadata: Metadata = { title: '바뀐 약관' }

type Props = { searchParams: Promise<{ next?: string | string[] }> }

const LABELS = { terms: '바뀐 이용약관에 동의해요', privacy: '바뀐 개인정보 처리에 동의해요' }

/** Asks whoever signed up under another version, with what has changed before anything to tick. */
export default async function ConsentPage({ searchParams }: Props) {
  await requireUser()
  const next = returnPath((await searchParams).next)
  const asked = await readAsked()
  if (asked.length === 0) redirect(next)
  return (
    <>
      <h1 className="text-heading font-bold">약관이 바뀌었어요</h1>
      <p className="mt-1 text-label text-ink-soft">
        잔액은 그대로예요. 바뀐 점을 확인하고 동의하면 계속 충전할 수 있어요.
      </p>
      <ul className="mt-6 space-y-3">
        {asked.map(({ document, version, summary, reason }) => (
          <li key={document} className="rounded-card bg-sunken px-5 py-4">
            <h2 className="text-label font-semibold">{DOCUMENT_TITLES[document]}</h2>
            <p className="prose-lines mt-1 text-label text-ink-soft">{summary}</p>
            <p className="prose-lines mt-1 text-caption text-ink-faint">
              {version}부터 · {reason}
            </p>
          </li>
        ))}
      </ul>
      <ConsentForm
        next={next}
        items={asked.map(({ document, version }) => ({
          ...{ document, version, label: LABELS[document] },
          href: versionPath(document, version),
        }))}
      />
      <p className="prose-lines mt-5 text-caption text-ink-faint">
        동의하지 않아도 내역을 보고{' '}
        <Link href="/wallet/refund" className="underline underline-offset-4 hover:text-ink">
          잔액을 환불받거나
        </Link>{' '}
        <Link href="/account/leave" className="underline underline-offset-4 hover:text-ink">
          탈퇴
        </Link>
        할 수 있어요. 갚을 금액이 있다면 그만큼은 충전할 수 있고, 그 밖의 충전만 할 수 없어요.
      </p>
    </>
  )
}
