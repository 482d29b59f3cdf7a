'use client'

import { useState } from 'react'
import { Field } from './field'

type Props = {
  name: string
  label: string
  autoComplete: 'current-password' | 'new-password'
  hint?: string
  error?: string
}

export function PasswordField({ name, label, autoComplete, hint, error }: Props) {
  const [shown, setShown] = useState(false)
  return (
    <Field
      name={name}
      label={label}
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={128}
      required
      hint={hint}
      error={error}
      trailing={
        <button
          type="button"
          aria-pressed={shown}
          aria-label={`${label} 표시`}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-1 my-auto h-11 min-w-14 rounded-control px-2 text-label font-medium text-ink-soft hover:text-ink"
        >
          {shown ? '숨김' : '표시'}
        </button>
      }
    />
  )
}
