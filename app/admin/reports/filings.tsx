import { Card } from '@/app/_components/card'
import { dayName, periodName } from '@/app/_components/kst'
import { When } from '@/app/_components/when'
import type { FilingKind } from '@/db/schema/tax'
import type { Filing } from '@/lib/tax/read-filings'
import { ReasonForm } from '../reason-form'
import { sayFiledAction } from './actions'

type Props = { kind: FilingKind; filings: Filing[]; mayFile: boolean }

/** Whether each period of the report was filed, who says so, and the way to say it. */
export function Filings({ kind, filings, mayFile }: Props) {
  return (
    <Card as="section" labelledBy="filings" className="mt-5">
      <h2 id="filings" className="text-title font-semibold">
        신고했나요?
      </h2>
      <p className="mt-1 text-label text-ink-soft">적을 때까지 오늘 화면의 법정 기한에 남아 있어요.</p>
      <ul className="mt-2 divide-y divide-line">
        {filings.map((each) => (
          <li key={each.period} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-52">
              <p className="text-label font-semibold">{periodName(each.period)}</p>
              <p className="text-caption break-words text-ink-soft">
                <Standing filing={each} />
              </p>
            </div>
            {mayFile && each.over ? <Say kind={kind} filing={each} /> : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Standing({ filing: { dueOn, over, filed } }: { filing: Filing }) {
  if (filed)
    return (
      <>
        신고했어요 · {filed.note} · {filed.by}, <When at={filed.at} />
      </>
    )
  return over ? `${dayName(dueOn)}까지 신고해 주세요` : `기간이 끝나면 ${dayName(dueOn)}까지 신고해요`
}

function Say({ kind, filing: { period, filed } }: { kind: FilingKind; filing: Filing }) {
  const about = { kind, period }
  if (filed)
    return (
      <ReasonForm
        run={sayFiledAction}
        about={{ ...about, filed: 'no' }}
        button="기록 거두기"
        of={periodName(period)}
        title="신고 기록을 거둘까요?"
        pendingLabel="거두고 있어요"
      >
        이 기간이 다시 법정 기한에 나타나요. 앞선 기록도 그대로 남아요.
      </ReasonForm>
    )
  return (
    <ReasonForm
      run={sayFiledAction}
      about={{ ...about, filed: 'yes' }}
      button="신고했어요"
      of={periodName(period)}
      look="soft"
      title={`${periodName(period)} 신고를 마쳤나요?`}
      pendingLabel="적고 있어요"
      label="접수번호"
      hint="신고할 것이 없었다면 그렇게 적어 주세요."
    >
      내 이름으로 감사 로그에 남고, 법정 기한에서 사라져요.
    </ReasonForm>
  )
}
