import type { Metadata } from 'next'
import { Inbox } from 'lucide-react'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { EmptyState } from '@/app/_components/empty-state'
import { kstExact } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { webContext } from '@/lib/auth'
import { isId } from '@/lib/ids'
import { mailboxIsOpen, readMailbox, type Letter } from '@/lib/notification/read-mailbox'

export const metadata: Metadata = { title: '보낸 메일함', referrer: 'no-referrer' }

type Props = { searchParams: Promise<{ to?: string | string[]; before?: string | string[] }> }

export default async function MailboxPage({ searchParams }: Props) {
  if (!mailboxIsOpen()) notFound()
  const asked = await searchParams
  const to = typeof asked.to === 'string' ? asked.to : null
  const before = typeof asked.before === 'string' && isId(asked.before) ? asked.before : null
  const { letters, next } = await readMailbox(await webContext(), { to, before })
  return (
    <>
      <PageHeader title="보낸 메일함">
        메일 서버를 정하지 않아서 메일을 보내지 않고 여기에 모아 뒀어요. 실제 서비스에는 없는 화면이에요.
      </PageHeader>
      {letters.length ? (
        <ul className="space-y-4">
          {letters.map((letter) => (
            <li key={letter.id}>
              <LetterCard letter={letter} />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon={Inbox} title="메일이 없어요">
          비밀번호를 다시 정하거나 예약하면 메일이 여기로 와요.
        </EmptyState>
      )}
      {next ? (
        <Link
          href={`/mailbox?${new URLSearchParams({ ...(to && { to }), before: next })}`}
          className={buttonClass('plain', 'regular', 'mt-4 w-full')}
        >
          지난 메일 더 보기
        </Link>
      ) : null}
    </>
  )
}

function LetterCard({ letter }: { letter: Letter }) {
  return (
    <Card>
      <article aria-labelledby={letter.id}>
        <h2 id={letter.id} className="text-title font-semibold wrap-break-word">
          {letter.subject}
        </h2>
        <p className="mt-1 text-caption wrap-anywhere text-ink-faint">
          {letter.recipient} · <time dateTime={letter.sentAt.toISOString()}>{kstExact(letter.sentAt)}</time>
        </p>
        <p className="mt-4 text-label wrap-anywhere whitespace-pre-line text-ink-soft">
          {linked(letter.text)}
        </p>
        <Link href={`/mailbox/${letter.id}`} className={buttonClass('soft', 'regular', 'mt-4')}>
          HTML로 보기
        </Link>
      </article>
    </Card>
  )
}

/** Our own links can be followed, as a mail program would let one. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} href={part} className="text-brand-ink underline underline-offset-4">
        {part}
      </a>
    ) : (
      part
    ),
  )
}
