import clsx from 'clsx'
import { dayName } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { Won } from '@/app/_components/won'
import type { Morning } from '@/lib/flows/morning/read-morning'
import { AtBank } from './at-bank'
import { Section } from './section'

/** What users are owed, and who has it. */
export function Money({ morning, open }: { morning: Morning; open: Set<string> }) {
  const { position, lastCheck, today } = morning
  const { owed, safeguarded, atToss, payoutBalance, gap } = position
  const parts = [
    { name: '별도관리 계좌', amount: safeguarded, look: 'bg-brand' },
    { name: '토스에서 받을 돈', amount: atToss - payoutBalance, look: 'bg-mint' },
    ...(payoutBalance === 0n ? [] : [{ name: '지급대행 잔액', amount: payoutBalance, look: 'bg-caution' }]),
    { name: '모자란 돈', amount: gap, look: gap > 0n ? 'bg-danger' : 'bg-line-strong' },
  ]
  const held = parts.filter(({ amount }) => amount > 0n)
  return (
    <Section id="money" title="이용자에게 돌려줄 돈" wide>
      <p className="text-heading font-bold">
        <Won amount={owed} />
      </p>
      <div className="mt-3 flex h-3 gap-0.5 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
        {held.map(({ name, amount, look }) => (
          <div key={name} className={clsx('min-w-1', look)} style={{ flexGrow: Number(amount) }} />
        ))}
      </div>
      <dl
        className={clsx(
          'mt-4 grid gap-x-6 gap-y-2',
          parts.length > 3 ? 'tablet:grid-cols-2' : 'tablet:grid-cols-3',
        )}
      >
        {parts.map(({ name, amount, look }) => (
          <div key={name} className="flex items-baseline justify-between gap-3 tablet:block">
            <dt className="flex items-center gap-2 text-label text-ink-soft">
              <span className={clsx('size-2 rounded-full', look)} aria-hidden="true" />
              {name}
            </dt>
            <dd
              className={clsx(
                'text-label font-semibold tablet:mt-0.5 tablet:text-title',
                name === '모자란 돈' && gap > 0n && 'text-danger',
              )}
            >
              <Won amount={amount} />
            </dd>
          </div>
        ))}
      </dl>
      {gap > 0n ? (
        <Notice tone="danger" title={fillBy(lastCheck?.dueOn ?? null, today)} className="mt-4">
          별도관리 계좌와 토스에 있는 돈을 더해도 돌려줄 돈보다 <Won amount={gap} /> 적어요. 운영 계좌에서
          채운 뒤 조정에 ‘계좌 이체’로 올려 주세요.
        </Notice>
      ) : (
        <p className="mt-4 text-label text-ink-soft">
          {lastCheck
            ? `${dayName(lastCheck.day)} 마감 때 장부로는 ${lastCheck.gap > 0n ? '모자랐지만 지금은 채워졌어요.' : '모자란 돈이 없었고, 지금도 없어요.'}`
            : '지금은 모자란 돈이 없어요. 하루가 마감되면 매일 확인한 기록이 남아요.'}
        </p>
      )}
      {payoutBalance > 0n ? (
        <p className="mt-2 text-label text-ink-soft">
          지급대행 잔액은 토스가 정산한 뒤 출금을 보내려고 갖고 있는 돈이에요. 이용자의 돈이지만 별도관리
          계좌에 있지는 않으니, 출금에 쓸 만큼만 남기고 옮겨 주세요.
        </p>
      ) : null}
      <AtBank morning={morning} open={open} />
    </Section>
  )
}

/** A gap of today has no deadline yet: the day's close sets it. */
function fillBy(dueOn: string | null, today: string): string {
  if (!dueOn) return '다음 영업일까지 채워야 해요'
  return dueOn < today ? `${dayName(dueOn)}까지 채웠어야 해요` : `${dayName(dueOn)}까지 채워야 해요`
}
