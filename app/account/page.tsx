import type { Metadata } from 'next'
import {
  CalendarCheck,
  ChevronRight,
  ClipboardCheck,
  Landmark,
  type LucideIcon,
  Repeat,
  Store,
} from 'lucide-react'
import { cookies } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { PageHeader } from '@/app/_components/page-header'
import { readTheme, THEME_COOKIE } from '@/app/_components/theme'
import { ThemeToggle } from '@/app/_components/theme-toggle'
import { placesFor } from '@/app/admin/places'
import { kstDate } from '@/app/_components/kst'
import { requireUser, webContext } from '@/lib/auth'
import { readMarketingChoice } from '@/lib/terms/marketing'
import { logoutAction } from './actions'
import { MarketingForm } from './marketing-form'
import { PasswordForm } from './password-form'

export const metadata: Metadata = { title: '내 정보' }

export default async function AccountPage() {
  const user = await requireUser()
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  const marketing = await readMarketingChoice(await webContext(), user.id)
  return (
    <>
      <PageHeader title="내 정보" />
      <div className="grid items-start gap-5 desktop:grid-cols-2 desktop:gap-7">
        <div className="space-y-5">
          <Card as="section" labelledBy="profile">
            <h2 id="profile" className="text-title font-semibold">
              {user.name}님
            </h2>
            <DetailList rows={[{ label: '이메일', value: user.email ?? '등록한 이메일이 없어요' }]} />
            <form action={logoutAction} className="mt-2">
              <button type="submit" className={buttonClass('plain', 'regular', 'w-full')}>
                로그아웃
              </button>
            </form>
          </Card>
          <Place href="/wallet/auto-topup" Icon={Repeat} title="자동충전">
            잔액이 부족할 때 등록한 카드로 충전해요
          </Place>
          <Place href="/owner/spaces" Icon={Store} title="내 공간">
            공간을 등록하고 빌려주세요
          </Place>
          <Place href="/owner/bookings" Icon={CalendarCheck} title="받은 예약">
            요청에 답하고 누가 언제 오는지 확인해요
          </Place>
          <Place href="/owner" Icon={Landmark} title="정산">
            번 돈을 확인하고 계좌로 출금해요
          </Place>
          {user.secondFactorAsked || user.roles.length > 0 ? (
            <Place
              href={placesFor(user)[0]?.href ?? '/login/second-factor'}
              Icon={ClipboardCheck}
              title="운영"
            >
              출금을 승인하고 장부와 웹훅을 확인해요
            </Place>
          ) : null}
          <Card as="section" labelledBy="marketing">
            <h2 id="marketing" className="text-title font-semibold">
              혜택과 소식 <span className="text-label font-normal text-ink-faint">선택</span>
            </h2>
            <p className="mt-1 text-label text-ink-soft">
              {marketing?.agreed
                ? `${kstDate(marketing.at)}에 받겠다고 했어요. 언제든 그만 받을 수 있어요.`
                : '받지 않고 있어요. 받지 않아도 서비스는 그대로 쓸 수 있어요.'}
            </p>
            <MarketingForm agreed={marketing?.agreed ?? false} />
          </Card>
          <Card as="section" labelledBy="theme">
            <h2 id="theme" className="mb-3 text-title font-semibold">
              화면 모드
            </h2>
            <ThemeToggle initial={theme} />
          </Card>
          <nav aria-label="안내" className="flex flex-wrap gap-x-5 px-1 text-label text-ink-soft">
            <Link href="/account/export" className="inline-flex min-h-11 items-center hover:text-ink">
              내 데이터 받기
            </Link>
            <Link href="/account/leave" className="inline-flex min-h-11 items-center hover:text-ink">
              탈퇴
            </Link>
            <Link href="/help" className="inline-flex min-h-11 items-center hover:text-ink">
              고객센터
            </Link>
            <Link href="/terms" className="inline-flex min-h-11 items-center hover:text-ink">
              이용약관
            </Link>
            <Link href="/privacy" className="inline-flex min-h-11 items-center font-semibold hover:text-ink">
              개인정보 처리방침
            </Link>
          </nav>
        </div>
        <Card as="section" labelledBy="password">
          <h2 id="password" className="text-title font-semibold">
            비밀번호 바꾸기
          </h2>
          <p className="mt-1 text-label text-ink-soft">바꾸면 이 기기를 포함한 모든 기기에서 로그아웃돼요.</p>
          <PasswordForm email={user.email} />
        </Card>
      </div>
    </>
  )
}

type PlaceProps = { href: string; Icon: LucideIcon; title: string; children: ReactNode }

function Place({ href, Icon, title, children }: PlaceProps) {
  return (
    <Link
      href={href}
      className="flex items-center gap-4 rounded-card bg-surface p-5 shadow-card ring-1 ring-line/70 hover:bg-sunken tablet:p-6"
    >
      <Icon className="size-6 shrink-0 text-brand" aria-hidden="true" />
      <span className="min-w-0 flex-1">
        <span className="block text-title font-semibold">{title}</span>
        <span className="block text-label text-ink-soft">{children}</span>
      </span>
      <ChevronRight className="size-5 shrink-0 text-ink-faint" aria-hidden="true" />
    </Link>
  )
}
