import type { Metadata } from 'next'
import { Card } from '@/app/_components/card'
import { PageHeader } from '@/app/_components/page-header'
import { When } from '@/app/_components/when'
import { requireOperator, webContext } from '@/lib/auth'
import type { Role } from '@/lib/identity/duties'
import { readOperators, type Operator } from '@/lib/identity/second-factor/read'
import { ReasonForm } from '../reason-form'
import { removeAction } from './actions'

export const metadata: Metadata = { title: '운영자' }

const ROLE_NAMES: Record<Role, string> = {
  viewer: '조회',
  support: '고객 지원',
  finance_maker: '재무 작성',
  finance_approver: '재무 승인',
  risk: '위험 관리',
  admin: '관리자',
  auditor: '감사',
}

export default async function OperatorsPage() {
  const user = await requireOperator('second_factors.remove')
  const operators = await readOperators(await webContext())
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader title="운영자">
        역할이 있는 사람과 인증 앱이에요. 휴대전화를 잃어버린 운영자의 인증 앱을 다른 운영자가 해제할 수
        있어요.
      </PageHeader>
      <Card className="py-2 tablet:py-3">
        <ul className="divide-y divide-line">
          {operators.map((operator) => (
            <Item key={operator.id} operator={operator} mine={operator.id === user.id} />
          ))}
        </ul>
      </Card>
    </div>
  )
}

function Item({ operator, mine }: { operator: Operator; mine: boolean }) {
  const { id, name, email, roles, enrolledAt } = operator
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3.5">
      <div className="min-w-0">
        <p className="text-label font-medium">
          {name} <span className="text-ink-soft">{roles.map((role) => ROLE_NAMES[role]).join(', ')}</span>
        </p>
        {email ? <p className="truncate text-caption text-ink-soft">{email}</p> : null}
        <p className="text-caption text-ink-faint">
          {enrolledAt ? (
            <>
              인증 앱 등록 <When at={enrolledAt} />
            </>
          ) : (
            '인증 앱을 아직 등록하지 않았어요'
          )}
        </p>
      </div>
      {enrolledAt && mine ? <span className="text-caption text-ink-soft">나</span> : null}
      {enrolledAt && !mine ? (
        <ReasonForm
          run={removeAction}
          about={{ userId: id }}
          button="인증 앱 해제"
          title={`${name}님의 인증 앱을 해제할까요?`}
          pendingLabel="해제하고 있어요"
          hint="감사 로그에 남아요."
        >
          모든 기기에서 로그아웃되고, 다시 로그인하면 새로 등록해야 해요. 본인에게 메일로 알려 드려요. 전화나
          대면으로 본인인지 먼저 확인해 주세요.
        </ReasonForm>
      ) : null}
    </li>
  )
}
