import type { Metadata } from 'next'
import { Mail, Phone, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { Notice } from '@/app/_components/notice'
import { currentUser, webContext } from '@/lib/auth'
import { listOwnCases } from '@/lib/cases/read-cases'
import { readSetting, type Company } from '@/lib/settings/read-setting'
import { AskForm } from './ask-form'
import { OwnCases } from './own-cases'

export const metadata: Metadata = { title: '고객센터' }

export default async function HelpPage() {
  const [ctx, user] = [await webContext(), await currentUser()]
  const company = await readSetting(ctx, 'company')
  const cases = user ? await listOwnCases(ctx, user.id) : []
  return (
    <article className="mx-auto w-full max-w-[44rem] px-5 pt-6 pb-20 desktop:px-8 desktop:pt-12">
      <h1 className="text-heading font-bold">고객센터</h1>
      <p className="mt-1 text-body text-ink-soft">
        돈이 어디에 있는지 궁금하거나 이상한 점이 있으면 바로 알려 주세요.
      </p>
      {company ? (
        <Contact company={company} />
      ) : (
        <Notice tone="caution" title="연락처를 준비하고 있어요" className="mt-6">
          정식 서비스를 시작하기 전이라 전화와 이메일이 아직 없어요.
        </Notice>
      )}
      <Part id="before" title="이렇게 알려 주시면 빨라요">
        <ul className="mt-2 list-disc space-y-1 pl-5 text-body text-ink-soft marker:text-ink-faint">
          <li>언제, 얼마를 충전·결제·출금하셨는지</li>
          <li>내역 화면에 있는 주문 번호나 예약 번호</li>
        </ul>
        <Notice className="mt-4">
          비밀번호, 카드 번호, 인증 번호는 묻지 않아요. 물어본다면 저희가 아니에요.
        </Notice>
      </Part>
      <Part id="errors" title="오류와 분쟁은 이렇게 처리해요">
        <ul className="mt-2 list-disc space-y-1 pl-5 text-body text-ink-soft marker:text-ink-faint">
          <li>거래가 잘못되었다고 알려 주시면 바로 조사하고, 2주 안에 결과를 알려 드려요.</li>
          <li>손해 배상 같은 분쟁은 신청하신 날부터 15일 안에 조사나 처리 결과를 알려 드려요.</li>
          <li>
            결과를 받아들이기 어려우면 금융감독원 금융분쟁조정위원회(1332)나 한국소비자원(1372)에 조정을
            신청할 수 있어요.
          </li>
        </ul>
        <Link
          href="/disputes"
          className="mt-2 inline-flex min-h-11 items-center text-label text-brand-ink underline underline-offset-4"
        >
          전자금융 오류·분쟁 안내 전체 보기
        </Link>
        {company ? (
          <p className="mt-1 text-label text-ink-soft">
            분쟁 처리 담당 {company.disputeOfficer} · {company.phone} · {company.email}
          </p>
        ) : null}
      </Part>
      <Part id="ask" title="문의 보내기">
        <Card className="mt-3">
          {user ? (
            <AskForm />
          ) : (
            <p className="text-label text-ink-soft">
              어느 분의 거래인지 알 수 있게{' '}
              <Link href="/login?next=/help" className="underline underline-offset-4">
                로그인
              </Link>
              한 뒤에 보내 주세요. 로그인할 수 없으면 전화나 이메일로 알려 주세요.
            </p>
          )}
        </Card>
      </Part>
      {cases.length ? (
        <Part id="asked" title="문의 내역">
          <OwnCases cases={cases} />
        </Part>
      ) : null}
      {company ? (
        <Part id="company" title="회사 정보">
          <Card className="mt-3 py-2 tablet:py-2">
            <DetailList
              rows={[
                { label: '상호', value: company.name },
                { label: '대표', value: company.representative },
                { label: '사업자등록번호', value: company.businessNumber },
                { label: '통신판매업 신고번호', value: company.mailOrderNumber },
                { label: '주소', value: company.address },
              ]}
            />
          </Card>
        </Part>
      ) : null}
    </article>
  )
}

function Contact({ company: { phone, email, hours } }: { company: Company }) {
  return (
    <div className="mt-6 grid gap-4 tablet:grid-cols-2">
      <Way href={`tel:${phone}`} Icon={Phone} title={phone}>
        {hours}
      </Way>
      <Way href={`mailto:${email}`} Icon={Mail} title={email}>
        언제든 보내 주세요
      </Way>
    </div>
  )
}

type WayProps = { href: string; Icon: LucideIcon; title: string; children: ReactNode }

function Way({ href, Icon, title, children }: WayProps) {
  return (
    <a
      href={href}
      className="flex items-center gap-4 rounded-card bg-surface p-5 shadow-card ring-1 ring-line/70 hover:bg-sunken"
    >
      <Icon className="size-6 shrink-0 text-brand" aria-hidden="true" />
      <span className="min-w-0">
        <span className="block text-title font-semibold break-words">{title}</span>
        <span className="block text-label text-ink-soft">{children}</span>
      </span>
    </a>
  )
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-9">
      <h2 id={id} className="text-title font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}
