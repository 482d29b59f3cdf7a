import type { Metadata } from 'next'
import { Landmark } from 'lucide-react'
import Link from 'next/link'
import { ProveYourself } from '@/app/account/prove-yourself'
import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { kstExact } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { PageHeader } from '@/app/_components/page-header'
import { requireUser, webContext } from '@/lib/auth'
import { bankName } from '@/lib/bank/banks'
import { simulatorLab } from '@/lib/env'
import { isFresh } from '@/lib/identity/fresh-login'
import { hasPassword } from '@/lib/identity/own-password'
import type { BankAccount } from '@/lib/withdrawal/account'
import { readAccounts } from '@/lib/withdrawal/read'
import { readPayee } from '@/lib/withdrawal/toss/payee'
import { readBusiness } from '@/lib/identity/business'
import { AccountForm } from './account-form'
import { BusinessCard } from './business-card'
import { CodeForm } from './code-form'
import { PayeeCard } from './payee-card'

export const metadata: Metadata = { title: '출금 계좌' }

type Props = { searchParams: Promise<Partial<Record<'change' | 'payee' | 'saved', string | string[]>>> }

export default async function AccountPage({ searchParams }: Props) {
  const user = await requireUser()
  const ctx = await webContext()
  const [{ verified, verifying }, payee, business, fresh, typed, { change, payee: changesPayee, saved }] =
    await Promise.all([
      readAccounts(ctx, user.id),
      readPayee(ctx, user.id),
      readBusiness(ctx, user.id),
      isFresh(ctx, { userId: user.id, sessionId: user.sessionId }),
      hasPassword(ctx, user.id),
      searchParams,
    ])
  const now = ctx.now()
  const changing = verifying !== null || verified === null || change !== undefined
  return (
    <div className="mx-auto max-w-lg">
      <PageHeader title="출금 계좌" back={{ href: '/owner/withdrawals', label: '출금' }}>
        번 돈을 받을 내 계좌예요.
      </PageHeader>
      {verified ? <Verified account={verified} now={now} changing={changing} /> : null}
      {changing ? (
        <Card as="section" labelledBy="register" className="mt-5">
          <h2 id="register" className="text-title font-semibold">
            {verifying ? '1원을 보냈어요' : verified ? '새 계좌로 바꾸기' : '계좌 등록하기'}
          </h2>
          {verified && !verifying ? (
            <Notice tone="caution" className="mt-4">
              계좌를 바꾸면 안전을 위해 하루 동안 출금할 수 없어요. 새 계좌를 인증할 때까지는 지금 계좌를
              그대로 써요.
            </Notice>
          ) : null}
          {!fresh ? (
            <ProveYourself
              email={user.email}
              hasPassword={typed}
              why="돈을 받을 계좌는 본인만 바꿀 수 있어요."
            />
          ) : verifying ? (
            <CodeForm account={verifying} now={now} lab={simulatorLab()} />
          ) : (
            <AccountForm name={user.name} />
          )}
        </Card>
      ) : null}
      {payee || ctx.withdrawBy === 'toss' ? (
        <PayeeCard
          payee={payee}
          business={business}
          changing={changesPayee !== undefined}
          saved={saved !== undefined}
          fresh={fresh}
          hasPassword={typed}
          name={user.name}
          email={user.email}
        />
      ) : (
        <BusinessCard business={business} />
      )}
    </div>
  )
}

function Verified({ account, now, changing }: { account: BankAccount; now: Date; changing: boolean }) {
  const resting = now < account.usableFrom!
  return (
    <Card as="section" labelledBy="account">
      <div className="flex items-center gap-4">
        <span className="grid size-12 shrink-0 place-items-center rounded-full bg-brand-soft text-brand-ink">
          <Landmark className="size-6" aria-hidden="true" />
        </span>
        <div className="min-w-0">
          <h2 id="account" className="text-title font-semibold">
            {bankName(account.bankCode)} <span className="tabular-nums">{account.accountNumber}</span>
          </h2>
          <p className="text-label text-ink-soft">{account.holderName}</p>
        </div>
      </div>
      {resting ? (
        <Notice tone="caution" title="아직 출금할 수 없어요" className="mt-5">
          계좌를 바꾼 뒤 하루 동안은 안전을 위해 쉬어요. {kstExact(account.usableFrom!)}부터 출금할 수 있어요.
        </Notice>
      ) : null}
      {changing ? null : (
        <div className="mt-5 grid grid-cols-2 gap-3">
          <Link href="/owner/account?change" className={buttonClass('plain')}>
            계좌 바꾸기
          </Link>
          <Link href="/owner/withdrawals" className={buttonClass('soft')}>
            출금하러 가기
          </Link>
        </div>
      )}
    </Card>
  )
}
