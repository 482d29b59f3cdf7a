import Link from 'next/link'
import { ProveYourself } from '@/app/account/prove-yourself'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { Notice } from '@/app/_components/notice'
import type { BusinessType } from '@/db/schema/payout'
import type { Business } from '@/lib/identity/business'
import { maskBusinessNumber } from '@/lib/mask'
import type { Contact } from '@/lib/withdrawal/toss/contact'
import { PayeeForm } from './payee-form'

const TYPE_NAMES: Record<BusinessType, string> = {
  INDIVIDUAL: '개인',
  INDIVIDUAL_BUSINESS: '개인사업자',
  CORPORATE: '법인사업자',
}

type Props = {
  payee: Contact | null
  /** What was said of it before Toss paid anybody. */
  business: Business | null
  /** Asked for by the owner; until then what is known is only shown. */
  changing: boolean
  /** A moment ago. */
  saved: boolean
  /** Whether the password was typed a short while ago, and whether there is one. */
  fresh: boolean
  hasPassword: boolean
  name: string
  email: string | null
}

/** Who is paid, as Toss has to know them. What was told once is changed only by whoever knows the password. */
export function PayeeCard({ payee, business, changing, saved, fresh, hasPassword, name, email }: Props) {
  return (
    <Card as="section" labelledBy="payee" className="mt-5">
      <h2 id="payee" className="scroll-mt-24 text-title font-semibold">
        받는 분 정보
      </h2>
      <p className="mt-1 text-label text-ink-soft">
        {payee && !changing
          ? '토스페이먼츠가 이 정보로 받는 분을 확인하고 보내요.'
          : '출금은 토스페이먼츠가 보내요. 받는 분을 확인하고, 개인과 개인사업자에게는 확인 문자를 보내요.'}
      </p>
      {payee && !changing ? (
        <>
          {saved ? (
            <Notice tone="good" live="status" className="mt-4">
              받는 분 정보를 저장했어요.
            </Notice>
          ) : null}
          <DetailList rows={rowsOf(payee)} />
          <Link href="/owner/account?payee#payee" className={buttonClass('plain', 'regular', 'mt-4 w-full')}>
            정보 바꾸기
          </Link>
        </>
      ) : payee && !fresh ? (
        <ProveYourself email={email} hasPassword={hasPassword} why="돈을 받는 분은 본인만 바꿀 수 있어요." />
      ) : (
        <PayeeForm contact={payee} business={business} name={name} email={email ?? ''} />
      )}
    </Card>
  )
}

function rowsOf(contact: Contact) {
  const alone = contact.businessType === 'INDIVIDUAL'
  const { name, email, phone } = alone ? contact.individual : contact.company
  return [
    { label: '구분', value: TYPE_NAMES[contact.businessType] },
    { label: alone ? '이름' : '상호', value: name },
    ...(alone
      ? []
      : [{ label: '사업자등록번호', value: maskBusinessNumber(contact.company.businessRegistrationNumber) }]),
    { label: '전화번호', value: `****${phone.slice(-4)}` },
    { label: '이메일', value: email },
  ]
}
