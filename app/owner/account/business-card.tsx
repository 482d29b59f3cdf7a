import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import type { BusinessKind } from '@/db/schema/business'
import type { Business } from '@/lib/identity/business'
import { maskBusinessNumber } from '@/lib/mask'
import { BusinessForm } from './business-form'

const KIND_NAMES: Record<BusinessKind, string> = {
  none: '사업자가 아니에요',
  sole: '개인사업자',
  corporate: '법인사업자',
}

/** What the owner has said of their business, or the question. */
export function BusinessCard({ business }: { business: Business | null }) {
  return (
    <Card as="section" labelledBy="business" className="mt-5">
      <h2 id="business" className="scroll-mt-24 text-title font-semibold">
        사업자 정보
      </h2>
      <p className="mt-1 text-label text-ink-soft">
        국세청에 내는 거래자료와 수수료 세금계산서, 이용자의 영수증에 써요. 주민등록번호는 받지 않아요.
      </p>
      {business ? (
        <DetailList
          rows={[
            { label: '구분', value: KIND_NAMES[business.kind] },
            ...(business.number
              ? [
                  {
                    label: '사업자등록번호',
                    value: <span className="tabular-nums">{maskBusinessNumber(business.number)}</span>,
                  },
                ]
              : []),
          ]}
        />
      ) : null}
      <BusinessForm said={business?.kind ?? null} />
    </Card>
  )
}
