import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { kstDate } from '@/app/_components/kst'
import { Notice } from '@/app/_components/notice'
import { Won } from '@/app/_components/won'
import type { AutoTopUp } from '@/lib/charge/auto-topup/read'
import { formatWon } from '@/lib/money'
import { ResumeForm, TurnOffForm } from './one-tap-forms'
import { stateName } from './state-name'

/** What is on: when it charges how much to which card, what it has used, and the one tap that ends it. */
export function Current({ topUp, offered }: { topUp: AutoTopUp; offered: boolean }) {
  const { state, card, amount, monthlyCap, usedThisMonth, consentedAt } = topUp
  const rows = [
    { label: '카드', value: state === 'ISSUING' ? '확인하고 있어요' : card },
    { label: '언제', value: <Occasions topUp={topUp} /> },
    { label: '한 번에', value: <Won amount={amount} /> },
    {
      label: '이번 달',
      value: (
        <>
          <Won amount={usedThisMonth} /> / <Won amount={monthlyCap} />
        </>
      ),
    },
    { label: '동의한 날', value: kstDate(consentedAt) },
  ]
  return (
    <Card as="section" labelledBy="current">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="current" className="text-title font-semibold">
          {stateName(topUp)}
        </h2>
        {state === 'ISSUING' ? null : (
          <p className="text-label text-ink-soft tabular-nums">
            {formatWon(monthlyCap > usedThisMonth ? monthlyCap - usedThisMonth : 0n)} 남음
          </p>
        )}
      </div>
      <State topUp={topUp} offered={offered} />
      <DetailList rows={rows} />
      <div className="mt-4 grid gap-2">
        {state === 'PAUSED' && topUp.pauseReason !== 'key' ? <ResumeForm /> : null}
        <TurnOffForm />
      </div>
      <p className="mt-2 text-center text-caption text-ink-faint">
        금액이나 카드를 바꾸려면 끄고 다시 켜 주세요.
      </p>
    </Card>
  )
}

function Occasions({ topUp: { onShortage, threshold } }: { topUp: AutoTopUp }) {
  return (
    <>
      {onShortage ? <span className="block">결제할 때 부족하면, 버튼을 눌러서</span> : null}
      {threshold ? <span className="block">{formatWon(threshold)}보다 적어지면, 저절로</span> : null}
    </>
  )
}

function State({ topUp, offered }: { topUp: AutoTopUp; offered: boolean }) {
  if (topUp.state === 'ISSUING') {
    return (
      <Notice tone="calm" live="status" className="mt-3">
        빠져나간 돈은 없어요. 토스페이먼츠에서 카드를 확인하고 있어요. 이 화면을 닫아도 돼요.
      </Notice>
    )
  }
  if (topUp.state === 'PAUSED') {
    const { title, text } = PAUSES[topUp.pauseReason!]
    return (
      <Notice tone="caution" className="mt-3" title={title}>
        {topUp.pauseReason === 'failures' ? `빠져나간 돈은 없어요. ${topUp.failure ?? ''} ` : ''}
        {text}
      </Notice>
    )
  }
  if (!offered) {
    return (
      <Notice tone="caution" className="mt-3" title="지금은 자동충전이 멈춰 있어요">
        서비스 전체에서 잠시 멈췄어요. 그동안 빠져나가는 돈은 없고, 직접 충전할 수 있어요.
      </Notice>
    )
  }
  return topUp.failure ? (
    <Notice tone="caution" className="mt-3" title="지난번에는 충전하지 못했어요">
      빠져나간 돈은 없어요. {topUp.failure}
    </Notice>
  ) : null
}

const PAUSES = {
  failures: { title: '세 번 연달아 충전하지 못했어요', text: '카드를 확인한 뒤 다시 켜 주세요.' },
  key: {
    title: '등록한 카드를 더 쓸 수 없어요',
    text: '빠져나간 돈은 없어요. 자동충전을 끄고 카드를 다시 등록해 주세요.',
  },
  review: {
    title: '지난 충전을 확인하고 있어요',
    text: '빠져나간 돈이 있으면 잔액에 더하거나 돌려드려요. 확인이 끝난 뒤 다시 켜 주세요.',
  },
}
