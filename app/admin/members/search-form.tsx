import { Search } from 'lucide-react'
import Form from 'next/form'
import { buttonClass } from '@/app/_components/button'
import { Field } from '@/app/_components/field'

/** One box for whatever somebody has in their hand. */
export function SearchForm({ typed }: { typed?: string }) {
  return (
    <Form action="/admin/members" role="search" className="flex items-end gap-3">
      <div className="min-w-0 flex-1">
        <Field
          name="q"
          type="search"
          label="찾을 것"
          placeholder="이메일, 이름, 주문 번호, 30,000원 11/28"
          defaultValue={typed}
          maxLength={254}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </div>
      <button type="submit" className={buttonClass('primary', 'regular', 'min-h-13 shrink-0')}>
        <Search className="size-4" aria-hidden="true" />
        찾기
      </button>
    </Form>
  )
}
