import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Notice } from '@/app/_components/notice'
import { logoutAction } from '@/app/account/actions'
import { placesFor } from '@/app/admin/places'
import { requireUser, webContext, type SessionUser } from '@/lib/auth'
import type { Ctx } from '@/lib/context'
import { isFresh } from '@/lib/identity/fresh-login'
import { offerSecondFactor } from '@/lib/identity/second-factor/enrol'
import { practiceCode } from '@/lib/identity/second-factor/practice'
import { hasSecondFactor } from '@/lib/identity/second-factor/read'
import { returnPath } from '../../return-path'
import { enterAction } from './actions'
import { CodeForm } from './code-form'
import { Enrolment } from './enrolment'
import { PracticeCode } from './practice-code'

export const metadata: Metadata = { title: '2단계 인증' }

type Props = { searchParams: Promise<{ next?: string | string[] }> }

export default async function SecondFactorPage({ searchParams }: Props) {
  const user = await requireUser()
  const { next } = await searchParams
  const destination = typeof next === 'string' ? next : ''
  if (!user.secondFactorAsked) leaveFor(destination, user)
  const ctx = await webContext()
  const enrolled = await hasSecondFactor(ctx, user.id)
  return (
    <>
      {enrolled ? (
        <Enter code={await practiceCode(ctx, user.id)} next={destination} />
      ) : (
        <Enrol ctx={ctx} user={user} next={destination} />
      )}
      <form action={logoutAction} className="mt-4 text-center text-label">
        <button type="submit" className="min-h-11 text-ink-soft underline underline-offset-4 hover:text-ink">
          로그아웃
        </button>
      </form>
    </>
  )
}

/** For everybody without a role there is nothing here. */
function leaveFor(destination: string, user: SessionUser): never {
  const [first] = placesFor(user)
  if (!first) notFound()
  redirect(destination ? returnPath(destination) : first.href)
}

function Enter({ code, next }: { code: string | null | undefined; next: string }) {
  return (
    <>
      <h1 className="text-heading font-bold">인증 코드 입력</h1>
      <p className="mt-1 text-label text-ink-soft">운영 화면은 인증 앱의 코드까지 확인해야 열려요.</p>
      {code === undefined ? null : <PracticeCode code={code} />}
      <CodeForm
        run={enterAction}
        next={next}
        label="인증 코드"
        hint="앱에 보이는 숫자 6자리예요. 휴대전화가 없다면 복구 코드를 입력해 주세요."
        button="확인하기"
      />
    </>
  )
}

async function Enrol({ ctx, user, next }: { ctx: Ctx; user: SessionUser; next: string }) {
  const fresh = await isFresh(ctx, { userId: user.id, sessionId: user.sessionId })
  return (
    <>
      <h1 className="text-heading font-bold">인증 앱 등록</h1>
      <p className="mt-1 text-label text-ink-soft">
        운영 화면을 쓰려면 휴대전화의 인증 앱이 필요해요. Google OTP나 Microsoft Authenticator 같은 앱이면
        돼요.
      </p>
      {fresh ? (
        <Enrolment account={user.email ?? user.name} offer={offerSecondFactor(ctx, user.id)} next={next} />
      ) : (
        <Notice tone="caution" className="mt-5">
          안전을 위해 로그인한 지 5분 안에만 등록할 수 있어요. 로그아웃한 뒤 다시 로그인해 주세요.
        </Notice>
      )}
    </>
  )
}
