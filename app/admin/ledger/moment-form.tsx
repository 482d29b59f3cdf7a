import { buttonClass } from '@/app/_components/button'
import { Field } from '@/app/_components/field'

/** Asks for a moment of the book: a day for its end, with a time for that very time. */
export function MomentForm({ day, time, today }: { day: string; time?: string; today: string }) {
  return (
    <form className="mb-4 grid grid-cols-[3fr_2fr_auto] items-end gap-3">
      <Field name="day" label="기준일" type="date" defaultValue={day} max={today} required />
      <Field name="time" label="시각" type="time" defaultValue={time} />
      <button type="submit" className={buttonClass('plain', 'regular', 'min-h-13')}>
        보기
      </button>
    </form>
  )
}
