import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHeader } from '@/app/_components/page-header'
import { webContext } from '@/lib/auth'
import { isId } from '@/lib/ids'
import { mailboxIsOpen, readLetter } from '@/lib/notification/read-mailbox'

export const metadata: Metadata = { title: '메일', referrer: 'no-referrer' }

type Props = { params: Promise<{ id: string }> }

/** One mail as a mail program shows it: in a frame that may run and open nothing. */
export default async function LetterPage({ params }: Props) {
  const { id } = await params
  const letter = mailboxIsOpen() && isId(id) ? await readLetter(await webContext(), id) : null
  if (!letter) notFound()
  return (
    <>
      <PageHeader title={letter.subject} back={{ href: '/mailbox', label: '보낸 메일함' }}>
        <span className="wrap-anywhere">{letter.recipient}</span>
      </PageHeader>
      <iframe
        title="메일 내용"
        sandbox=""
        srcDoc={letter.html}
        className="h-120 w-full rounded-card bg-white ring-1 ring-line"
      />
    </>
  )
}
