import { buttonClass } from '@/app/_components/button'
import { Field } from '@/app/_components/field'

/** Asks for a moment of the book: a day for its end, with a time for that very time. */
export function MomentForm({ day, time, today }: { day: string; time?: string; today: string }) {
  return (
    <form className="mb-4 grid grid-cols-2 items-end gap-3 tablet:grid-cols-[3fr_2fr_auto]">
      <Field name="day" label="기준일" type="date" defaultValue={day} max={today} required />
      <Field name="time" label="시각" type="time" defaultValue={time} />
      <button
        type="submit"
        className={buttonClass('plain', 'regular', 'col-span-2 min-h-13 tablet:col-span-1')}
      >
        보기
      </button>
    </form>
  )
}
