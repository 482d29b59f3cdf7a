import { josa } from 'es-hangul'
import type { Switch } from '@/lib/settings/switches'
import { ReasonForm } from '../reason-form'
import { flipAction } from './actions'

type Props = { which: Switch; title: string; stops: string; on: boolean }

/** Stops something for everybody, or lets it go on; never without a reason. */
export function SwitchForm({ which, title, stops, on }: Props) {
  return (
    <ReasonForm
      run={flipAction}
      about={{ which, on: on ? 'no' : 'yes' }}
      button={on ? '멈추기' : '다시 열기'}
      of={title}
      look={on ? 'plain' : 'soft'}
      title={`${josa(title, '을/를')} ${on ? '멈출까요?' : '다시 열까요?'}`}
      pendingLabel="적용하고 있어요"
    >
      {on ? `${stops} 모든 이용자에게 바로 적용돼요.` : '모든 이용자가 바로 다시 쓸 수 있어요.'}
    </ReasonForm>
  )
}
