import type { Metadata } from 'next'
import { Card } from '@/app/_components/card'
import { PageHeader } from '@/app/_components/page-header'
import { requireOperator } from '@/lib/auth'
import { OpenForm } from './open-form'

export const metadata: Metadata = { title: '문의 적기' }

export default async function NewCasePage() {
  await requireOperator('cases.handle')
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="문의 적기" back={{ href: '/admin/cases', label: '분쟁·오류' }}>
        적는 날부터 답할 기한을 세고, 회원에게 언제까지 답하는지 알려요.
      </PageHeader>
      <Card>
        <OpenForm />
      </Card>
    </div>
  )
}
