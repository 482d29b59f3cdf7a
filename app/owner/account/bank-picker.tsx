'use client'

import clsx from 'clsx'
import { Check, ChevronDown, Search } from 'lucide-react'
import { useState } from 'react'
import { fieldClass, FieldHelp } from '@/app/_components/field'
import { Sheet } from '@/app/_components/sheet'
import { BANKS, bankName } from '@/lib/bank/banks'

/** Chooses a bank from a list that narrows as one types. */
export function BankPicker({ error }: { error?: string }) {
  const [open, setOpen] = useState(false)
  const [code, setCode] = useState('')
  const [typed, setTyped] = useState('')
  const found = BANKS.filter(([, name]) => name.toLowerCase().includes(typed.trim().toLowerCase()))

  function choose(chosen: string) {
    setCode(chosen)
    setTyped('')
    setOpen(false)
  }
  return (
    <div>
      <p id="bank-label" className="mb-1.5 text-label font-medium text-ink-soft">
        은행
      </p>
      <button
        type="button"
        id="bank"
        role="combobox"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls="banks"
        aria-labelledby="bank-label bank"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? 'bankCode-error' : undefined}
        onClick={() => setOpen(true)}
        className={clsx(fieldClass, 'flex items-center justify-between text-left', !code && 'text-ink-faint')}
      >
        {code ? bankName(code) : '은행 고르기'}
        <ChevronDown className="size-4 text-ink-faint" aria-hidden="true" />
      </button>
      <input type="hidden" name="bankCode" value={code} />
      <FieldHelp name="bankCode" error={error} />
      <Sheet open={open} title="은행 고르기" onClose={() => setOpen(false)}>
        <div className="relative mt-3">
          <Search
            className="pointer-events-none absolute top-1/2 left-4 size-4 -translate-y-1/2 text-ink-faint"
            aria-hidden="true"
          />
          <input
            type="search"
            aria-label="은행 이름으로 찾기"
            placeholder="은행 이름"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              if (found[0]) choose(found[0][0])
            }}
            className={clsx(fieldClass, 'pl-10')}
          />
        </div>
        <ul
          id="banks"
          className="-mx-2 mt-3 grid h-[min(24rem,50dvh)] grid-cols-2 content-start gap-1 overflow-y-auto px-2"
        >
          {found.map(([bank, name]) => (
            <li key={bank}>
              <button
                type="button"
                aria-pressed={bank === code}
                onClick={() => choose(bank)}
                className="flex min-h-12 w-full items-center justify-between gap-2 rounded-control px-3 text-left text-label hover:bg-sunken aria-pressed:bg-brand-soft aria-pressed:font-semibold aria-pressed:text-brand-ink"
              >
                {name}
                {bank === code ? <Check className="size-4 shrink-0" aria-hidden="true" /> : null}
              </button>
            </li>
          ))}
        </ul>
        <p role="status" className="min-h-6 text-label text-ink-soft">
          {found.length === 0 ? `‘${typed.trim()}’ 은행을 찾지 못했어요.` : ''}
        </p>
      </Sheet>
    </div>
  )
}
