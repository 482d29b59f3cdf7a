'use client'

import { buttonClass } from '@/app/_components/button'
import { Card } from '@/app/_components/card'
import { Notice } from '@/app/_components/notice'
import { useFormAction } from '@/app/_components/use-form-action'
import type { SpaceStatus } from '@/db/schema/space'
import { changeStatusAction } from '../actions'

/** Whether the space takes bookings at all. */
export function StatusForm({ spaceId, status }: { spaceId: string; status: SpaceStatus }) {
  const { state, pending, form } = useFormAction(changeStatusAction)
  const open = status === 'open'
  return (
    <Card as="section" labelledBy="status">
      <h2 id="status" className="text-title font-semibold">
        {open ? '예약을 받고 있어요' : '예약을 받지 않고 있어요'}
      </h2>
      <p className="mt-1 text-caption text-ink-soft">
        {open
          ? '멈추면 목록에서 사라지고 새 예약을 받지 않아요. 이미 받은 예약은 그대로예요.'
          : '다시 받으면 목록에 바로 보여요.'}
      </p>
      <form {...form} className="mt-4">
        <input type="hidden" name="spaceId" value={spaceId} />
        <input type="hidden" name="status" value={open ? 'closed' : 'open'} />
        <button
          type="submit"
          disabled={pending}
          className={buttonClass(open ? 'plain' : 'primary', 'regular', 'w-full')}
        >
          {open ? '예약 받기 멈추기' : '예약 다시 받기'}
        </button>
      </form>
      {state && !state.ok ? (
        <Notice tone="danger" live="alert" className="mt-3">
          {state.message}
        </Notice>
      ) : null}
    </Card>
  )
}
