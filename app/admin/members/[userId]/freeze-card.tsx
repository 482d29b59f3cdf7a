import { Card } from '@/app/_components/card'
import { DetailList } from '@/app/_components/detail-list'
import { When } from '@/app/_components/when'
import type { Member } from '@/lib/member/read-member'
import { ReasonForm } from '../../reason-form'
import { freezeAction, refuseAction, unfreezeAction } from '../actions'
import { AgreeForm } from './agree-form'

type Props = { member: Member; operatorId: string; mayAct: boolean }

/** Whether somebody may use their account, why not, and what an operator can do about it. */
export function FreezeCard({ member, operatorId, mayAct }: Props) {
  const [latest] = member.freezes
  const open = latest && !latest.liftedAt ? latest : null
  return (
    <Card as="section" labelledBy="freeze">
      <h2 id="freeze" className="text-title font-semibold">
        {open ? '이용을 멈췄어요' : '이용 정지'}
      </h2>
      {latest ? (
        <DetailList rows={rowsOf(latest)} />
      ) : (
        <p className="mt-1 text-label text-ink-soft">정지된 적이 없어요.</p>
      )}
      <div className="mt-3 space-y-3">
        {mayAct && member.status === 'active' ? <Freeze member={member} /> : null}
        {mayAct && open && !open.liftAskedBy ? <Unfreeze member={member} /> : null}
        {mayAct && open?.liftAskedBy ? (
          <>
            {open.liftAskedBy === operatorId ? (
              <p className="text-label text-ink-soft">내가 요청해서 다른 운영자가 확인해야 풀려요.</p>
            ) : (
              <AgreeForm userId={member.id} />
            )}
            <Refuse member={member} own={open.liftAskedBy === operatorId} />
          </>
        ) : null}
      </div>
    </Card>
  )
}

function rowsOf({
  reason,
  freezer,
  frozenAt,
  liftReason,
  asker,
  liftAskedAt,
  lifter,
  liftedAt,
}: Member['freezes'][number]) {
  return [
    { label: '회원에게 보이는 이유', value: <span className="break-words">{reason}</span> },
    { label: '정지한 사람', value: freezer },
    { label: '정지한 때', value: <When at={frozenAt} /> },
    ...(asker && liftAskedAt
      ? [
          { label: '풀어도 되는 이유', value: <span className="break-words">{liftReason}</span> },
          { label: '해제를 요청한 사람', value: asker },
          { label: '요청한 때', value: <When at={liftAskedAt} /> },
        ]
      : []),
    ...(lifter && liftedAt
      ? [
          { label: '푼 사람', value: lifter },
          { label: '푼 때', value: <When at={liftedAt} /> },
        ]
      : []),
  ]
}

function Freeze({ member: { id, name } }: { member: Member }) {
  return (
    <ReasonForm
      run={freezeAction}
      about={{ userId: id }}
      button="이용 정지하기"
      title={`${name}님의 이용을 멈출까요?`}
      pendingLabel="멈추고 있어요"
      hint="회원이 지갑과 메일에서 그대로 읽어요. 해요체 문장으로 적어 주세요."
    >
      충전, 결제, 환불, 출금을 할 수 없게 돼요. 로그인과 조회, 이미 은행에 보낸 출금은 그대로예요.
    </ReasonForm>
  )
}

function Unfreeze({ member: { id, name } }: { member: Member }) {
  return (
    <ReasonForm
      run={unfreezeAction}
      about={{ userId: id }}
      button="정지 풀기"
      title={`${name}님의 정지를 풀까요?`}
      pendingLabel="풀고 있어요"
      hint="회원에게는 보이지 않고 감사 로그에 남아요."
    >
      지갑에 정해진 금액보다 많이 있으면 다른 운영자가 한 번 더 확인해야 풀려요.
    </ReasonForm>
  )
}

function Refuse({ member: { id }, own }: { member: Member; own: boolean }) {
  return (
    <ReasonForm
      run={refuseAction}
      about={{ userId: id }}
      button={own ? '요청 거두기' : '풀지 않기'}
      title="정지를 그대로 둘까요?"
      pendingLabel="남기고 있어요"
      hint="감사 로그에 남아요."
    >
      해제 요청이 없어지고 회원은 계속 정지된 채로 있어요.
    </ReasonForm>
  )
}
