import clsx from 'clsx'
import { Search, SlidersHorizontal } from 'lucide-react'
import { buttonClass } from '@/app/_components/button'
import { ChipLink } from '@/app/_components/chip'
import { Field, fieldClass } from '@/app/_components/field'
import type { SpaceFilter } from '@/lib/space/list-spaces'
import { KIND_NAMES, KINDS } from '@/lib/space/kinds'
import { spacesPath } from './query'

/** Words, kind, people, price and how it is booked: all of it in the address, so that it can be shared and gone back to. */
export function Filters({ filter }: { filter: SpaceFilter }) {
  const { q, kind, capacity, maxPrice, instant } = filter
  const narrowed = [capacity, maxPrice, instant].filter((value) => value !== undefined).length
  return (
    <search>
      <form action="/spaces" key={spacesPath(filter)}>
        {kind ? <input type="hidden" name="kind" value={kind} /> : null}
        <div className="flex gap-2">
          <span className="relative min-w-0 flex-1">
            <Search
              className="pointer-events-none absolute top-1/2 left-4 size-5 -translate-y-1/2 text-ink-faint"
              aria-hidden="true"
            />
            <input
              type="search"
              name="q"
              aria-label="지역이나 공간 이름"
              placeholder="지역이나 공간 이름"
              defaultValue={q}
              maxLength={60}
              enterKeyHint="search"
              className={clsx(fieldClass, 'pl-11.5')}
            />
          </span>
          <button type="submit" className={buttonClass('primary', 'regular', 'min-h-13 shrink-0')}>
            찾기
          </button>
        </div>
        <details className="group/more mt-2" open={narrowed > 0}>
          <summary className="inline-flex min-h-11 list-none items-center gap-1.5 rounded-control px-1 text-label font-medium text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden">
            <SlidersHorizontal className="size-4" aria-hidden="true" />
            조건 더하기
            {narrowed ? (
              <span className="rounded-full bg-brand-soft px-2 text-caption font-semibold text-brand-ink">
                {narrowed}
              </span>
            ) : null}
          </summary>
          <div className="mt-1 grid gap-4 rounded-card bg-surface p-4 ring-1 ring-line/70 tablet:grid-cols-[1fr_1fr_auto] tablet:items-end">
            <Field
              name="capacity"
              label="몇 명이 쓰나요?"
              type="number"
              inputMode="numeric"
              min={1}
              max={1000}
              placeholder="예: 8"
              defaultValue={capacity}
            />
            <Field
              name="maxPrice"
              label="한 시간에 최대 얼마까지?"
              inputMode="numeric"
              pattern="[0-9,]{1,10}"
              placeholder="예: 30000"
              defaultValue={maxPrice === undefined ? undefined : String(maxPrice)}
            />
            <label className="flex min-h-13 items-center gap-3 text-label font-medium">
              <input
                type="checkbox"
                name="instant"
                value="true"
                defaultChecked={instant === true}
                className="size-5 shrink-0 accent-brand"
              />
              바로 예약되는 공간만
            </label>
            <button type="submit" className={buttonClass('soft', 'regular', 'tablet:col-span-3')}>
              이 조건으로 찾기
            </button>
          </div>
        </details>
      </form>
      <nav
        aria-label="공간 종류"
        className="-mx-5 mt-2 flex gap-2 overflow-x-auto px-5 py-1 desktop:mx-0 desktop:px-0"
      >
        <ChipLink href={spacesPath({ ...filter, kind: undefined, cursor: undefined })} active={!kind}>
          전체
        </ChipLink>
        {KINDS.map((each) => (
          <ChipLink
            key={each}
            href={spacesPath({ ...filter, kind: each, cursor: undefined })}
            active={each === kind}
          >
            {KIND_NAMES[each]}
          </ChipLink>
        ))}
      </nav>
    </search>
  )
}
