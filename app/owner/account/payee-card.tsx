import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import type { BusinessType } from '@/db/schema/payout'
import type { Business } from '@/lib/identity/business'
import { maskBusinessNumber } from '@/lib/mask'
import type { Contact, Payee } from '@/lib/withdrawal/toss/payee'
import { PayeeForm } from './payee-form'

const TYPE_NAMES: Record<BusinessType, string> = {
  INDIVIDUAL: '개인',
  INDIVIDUAL_BUSINESS: '개인사업자',
  CORPORATE: '법인사업자',
}

type Props = { payee: Payee | null; business: Business | null; name: string; email: string | null }

/** Who is paid, as Toss has to know them: asked once, and fixed once Toss has it. */
export function PayeeCard({ payee, business, name, email }: Props) {
  return (
    <Card as="section" labelledBy="payee" className="mt-5 scroll-mt-24">
      <h2 id="payee" className="scroll-mt-24 text-title font-semibold">
        받는 분 정보
      </h2>
      <p className="mt-1 text-label text-ink-soft">
        {payee?.fixed
          ? '토스페이먼츠에 등록된 정보예요. 바꾸려면 고객센터에 문의해 주세요.'
          : '출금은 토스페이먼츠가 보내요. 처음 한 번 받는 분을 확인하고, 개인과 개인사업자에게는 확인 문자를 보내요.'}
      </p>
      {payee?.fixed ? (
        <DetailList rows={rowsOf(payee.contact)} />
      ) : (
        <PayeeForm contact={payee?.contact ?? null} business={business} name={name} email={email ?? ''} />
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
