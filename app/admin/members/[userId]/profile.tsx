import { Eye } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { kstClock } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { When } from '@/app/_components/when'
import { Won } from '@/app/_components/won'
import type { Member } from '@/lib/member/read-member'
import { adjustmentPath } from '../../adjustments/form-path'
import { ReasonForm } from '../../reason-form'
import { unmaskAction } from '../actions'
import { MEMBER_STATUS } from '../words'

export function Profile({ member, mayUnmask }: { member: Member; mayUnmask: boolean }) {
  const { id, name, email, status, createdAt, unmaskedUntil } = member
  return (
    <Card as="section" labelledBy="profile">
      <h2 id="profile" className="text-title font-semibold">
        {name}
      </h2>
      <DetailList
        rows={[
          { label: '상태', value: MEMBER_STATUS[status] },
          { label: '이메일', value: <span className="break-all">{email ?? '없음'}</span> },
          { label: '가입', value: <When at={createdAt} /> },
          { label: '회원 번호', value: <span className="font-mono text-caption break-all">{id}</span> },
        ]}
      />
      {unmaskedUntil ? (
        <Notice className="mt-3">
          {kstClock(unmaskedUntil)}까지 나에게만 가리지 않고 보여요. 본 사실과 이유는 감사 로그에 남았어요.
        </Notice>
      ) : mayUnmask ? (
        <div className="mt-3">
          <ReasonForm
            run={unmaskAction}
            about={{ userId: id }}
            button="가린 정보 보기"
            title="가린 정보를 볼까요?"
            pendingLabel="여는 중이에요"
            hint="감사 로그에 남아요."
          >
            <Eye className="mr-1 inline size-4" aria-hidden="true" />
            이름, 이메일, 접속 주소, 예금주를 5분 동안 나에게만 보여 드려요.
          </ReasonForm>
        </div>
      ) : null}
    </Card>
  )
}

type MoneyProps = { member: Member; books: boolean; mayAdjust: boolean }

export function Money({ member: { id, wallet, account }, books, mayAdjust }: MoneyProps) {
  const debts = [
    { account: 'charge_debt', amount: wallet.chargeDebt },
    { account: 'earnings_debt', amount: wallet.debt - wallet.chargeDebt },
  ] as const
  return (
    <Card as="section" labelledBy="money">
      <h2 id="money" className="text-title font-semibold">
        지갑
      </h2>
      <DetailList
        rows={[
          { label: '잔액', value: <Won amount={wallet.balance} /> },
          { label: '정산 예정', value: <Won amount={wallet.pending} /> },
          { label: '출금 가능', value: <Won amount={wallet.withdrawable} /> },
          {
            label: '갚아야 할 금액',
            value: <Won amount={wallet.debt} className={wallet.debt > 0n ? 'text-danger' : undefined} />,
          },
          { label: '출금 계좌', value: account ? `${account.bank} ****${account.tail}` : '없음' },
          ...(account
            ? [
                { label: '예금주', value: account.holderName },
                { label: '계좌 상태', value: ACCOUNT_STATES[account.state] },
              ]
            : []),
        ]}
      />
      {mayAdjust
        ? debts
            .filter(({ amount }) => amount > 0n)
            .map(({ account: owed, amount }) => (
              <Link
                key={owed}
                href={adjustmentPath({
                  ...{ type: 'write_off', amount, to: { account: 'write_offs' } },
                  from: { account: owed, user: id },
                })}
                className={buttonClass('plain', 'regular', 'mt-3 w-full')}
              >
                {DEBT_NAMES[owed]} <Won amount={amount} className="mx-1" /> 손실 처리하기
              </Link>
            ))
        : null}
      {books ? (
        <Link href={`/admin/ledger/members/${id}`} className={buttonClass('plain', 'regular', 'mt-3 w-full')}>
          지갑의 장부 보기
        </Link>
      ) : null}
    </Card>
  )
}

const DEBT_NAMES = { charge_debt: '못 갚은 충전금', earnings_debt: '못 거둔 정산금' }

const ACCOUNT_STATES: Record<NonNullable<Member['account']>['state'], string> = {
  VERIFYING: '1원 인증 중',
  VERIFIED: '인증됨',
  CLOSED: '쓰지 않음',
}

const DOCUMENTS = { terms: '이용약관', privacy: '개인정보처리방침' }

export function Access({ member: { logins, consents } }: { member: Member }) {
  return (
    <Card as="section" labelledBy="access">
      <h2 id="access" className="text-title font-semibold">
        로그인과 동의
      </h2>
      <ul className="divide-y divide-line">
        {logins.map(({ id, channel, device, address, lastSeenAt, open }) => (
          <li key={id} className="py-3 text-label">
            <p className="flex justify-between gap-4">
              <span className="font-medium">
                {channel === 'web' ? '웹' : '앱'} · {device}
              </span>
              <span className="shrink-0 text-ink-soft">{open ? '로그인 중' : '끝남'}</span>
            </p>
            <p className="text-caption text-ink-faint">
              <When at={lastSeenAt} />
              {address ? ` · ${address}` : ''}
            </p>
          </li>
        ))}
        {consents.map(({ document, version, agreedAt }) => (
          <li key={`${document} ${version}`} className="py-3 text-label">
            <p className="flex justify-between gap-4">
              <span className="font-medium">{DOCUMENTS[document]}</span>
              <span className="shrink-0 text-ink-soft">{version} 동의</span>
            </p>
            <p className="text-caption text-ink-faint">
              <When at={agreedAt} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
