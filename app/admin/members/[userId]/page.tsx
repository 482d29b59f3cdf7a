import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { PageHeader } from '@/app/_components/page-header'
import { requireOperator, webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { hasDuty } from '@/lib/identity/duties'
import { mayFreeze, readMember } from '@/lib/member/read-member'
import { EVENT_KINDS, readTimeline } from '@/lib/member/read-timeline'
import { SearchForm } from '../search-form'
import { FreezeCard } from './freeze-card'
import { Access, Money, Profile } from './profile'
import { Timeline } from './timeline'

export const metadata: Metadata = { title: '회원' }

type Props = { params: Promise<{ userId: string }>; searchParams: Promise<Record<string, unknown>> }

const asked = z.object({
  kind: z.enum(EVENT_KINDS).nullable().catch(null),
  cursor: z.string().max(120).nullable().catch(null),
})

/** Everything about one person that an operator may see. */
export default async function MemberPage({ params, searchParams }: Props) {
  const user = await requireOperator('members.read')
  const ctx = await webContext()
  const { userId } = await params
  const query = asked.parse(await searchParams)
  const whose = { operatorId: user.id, userId }
  const [member, history] = await Promise.all([
    readMember(ctx, whose),
    readTimeline(ctx, { ...whose, ...query }),
  ]).catch((error: unknown) => {
    if (error instanceof PosPayError && error.code !== 'FORBIDDEN') notFound()
    throw error
  })
  return (
    <div className="mx-auto max-w-2xl desktop:max-w-none">
      <PageHeader title={`${member.name} 회원`} back={{ href: '/admin/members', label: '회원·추적' }} />
      <div className="mb-6 max-w-2xl">
        <SearchForm />
      </div>
      <div className="grid items-start gap-5 desktop:grid-cols-[22rem_1fr] desktop:gap-7">
        <div className="min-w-0 space-y-5">
          <Profile member={member} mayUnmask={hasDuty(user, 'members.unmask')} />
          <Money
            member={member}
            books={hasDuty(user, 'books.read')}
            mayAdjust={hasDuty(user, 'adjustments.make')}
          />
          <FreezeCard member={member} operatorId={user.id} mayAct={mayFreeze(user, member)} />
          <Access member={member} />
        </div>
        <Timeline here={`/admin/members/${userId}`} kind={query.kind} {...history} />
      </div>
    </div>
  )
}
