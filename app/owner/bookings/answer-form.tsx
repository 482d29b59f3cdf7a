'use client'

import { buttonClass } from '@/app/_components/button'
import { Notice } from '@/app/_components/notice'
import { useFormAction } from '@/app/_components/use-form-action'
import { answerAction } from './actions'

/** Yes or no to a request, right where it is read. */
export function AnswerForm({ bookingId }: { bookingId: string }) {
  const { state, pending, form } = useFormAction(answerAction)
  return (
    <div>
      <div className="grid grid-cols-2 gap-3">
        {(['decline', 'accept'] as const).map((answer) => (
          <form key={answer} {...form}>
            <input type="hidden" name="bookingId" value={bookingId} />
            <input type="hidden" name="answer" value={answer} />
            <button
              type="submit"
              disabled={pending}
              className={buttonClass(answer === 'accept' ? 'primary' : 'plain', 'regular', 'w-full')}
            >
              {answer === 'accept' ? '예약 받기' : '받지 않기'}
            </button>
          </form>
        ))}
      </div>
      {state && !state.ok ? (
        <Notice tone="danger" live="alert" className="mt-3">
          {state.message}
        </Notice>
      ) : null}
    </div>
  )
}
