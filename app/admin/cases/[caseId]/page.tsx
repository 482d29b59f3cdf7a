import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { dayName } from '@/app/_components/kst'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { hasDuty } from '@/lib/identity/duties'
import { requireOperator, webContext } from '@/lib/auth'
import { paperBy } from '@/lib/cases/deadlines'
import { readCase } from '@/lib/cases/read-cases'
import { CASE_STATE_WORDS, CASE_WORDS } from '@/lib/cases/words'
import { kstDay } from '@/lib/time'
import { ActionButton } from '../../action-button'
import { NoteForm } from '../../note-form'
import { Notes } from '../../notes'
import { closeAction, noteAction, paperAction } from '../actions'
import { AnswerForm } from './answer-form'

export const metadata: Metadata = { title: '문의' }

export default async function CasePage({ params }: { params: Promise<{ caseId: string }> }) {
  const operator = await requireOperator('cases.handle')
  const { caseId } = await params
  const shown = await readCase(await webContext(), caseId)
  if (!shown) notFound()
  const { kind, person, opener, openedAt, story, about, dueOn, state, paper, paperSentAt } = shown
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={`${person} 님의 ${CASE_WORDS[kind].name}`}
        back={{ href: '/admin/cases', label: '분쟁·오류' }}
      >
        {state === 'OPEN' ? `${dayName(dueOn)}까지 답해야 해요.` : CASE_STATE_WORDS[state]}
      </PageHeader>
      <Card>
        <p className="text-body whitespace-pre-wrap">{story}</p>
        <DetailList
          rows={[
            { label: '거래', value: <span className="break-all">{about ?? '적지 않았어요'}</span> },
            { label: '접수', value: <When at={openedAt} /> },
            { label: '적은 사람', value: opener },
            ...(hasDuty(operator, 'members.read')
              ? [
                  {
                    label: '회원',
                    value: (
                      <Link href={`/admin/members/${shown.userId}`} className="underline underline-offset-4">
                        {person} 회원 보기
                      </Link>
                    ),
                  },
                ]
              : []),
            ...(paper
              ? [
                  {
                    label: '서면 명세서',
                    value: paperSentAt ? (
                      <>
                        <When at={paperSentAt} />에 보냈어요
                      </>
                    ) : (
                      `${dayName(paperBy(kstDay(openedAt)))}까지 보내야 해요`
                    ),
                  },
                ]
              : []),
          ]}
        />
        {paper && !paperSentAt ? (
          <ActionButton run={paperAction} about={{ caseId }} pendingLabel="적고 있어요">
            서면 명세서를 보냈어요
          </ActionButton>
        ) : null}
      </Card>
      <section aria-labelledby="answer" className="mt-8">
        <h2 id="answer" className="mb-3 text-title font-semibold">
          답
        </h2>
        <Card>
          {state === 'OPEN' ? (
            <AnswerForm caseId={caseId} />
          ) : (
            <>
              <p className="text-body whitespace-pre-wrap">{shown.answer}</p>
              <p className="mt-2 text-caption text-ink-faint">
                {shown.answerer} · <When at={shown.answeredAt!} />
              </p>
            </>
          )}
        </Card>
        {state === 'ANSWERED' ? (
          <div className="mt-4">
            <ActionButton run={closeAction} about={{ caseId }} pendingLabel="종결하고 있어요">
              종결하기
            </ActionButton>
          </div>
        ) : null}
      </section>
      <section aria-labelledby="notes" className="mt-8">
        <h2 id="notes" className="mb-2 text-title font-semibold">
          메모
        </h2>
        <Notes notes={shown.notes} />
        <NoteForm run={noteAction} about={{ caseId }} />
      </section>
    </div>
  )
}
