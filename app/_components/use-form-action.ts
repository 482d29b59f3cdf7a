'use client'

import { startTransition, useActionState, useEffect, useRef, type FormEvent } from 'react'
import type { FormState } from '@/lib/action'

type FormAction = (previous: FormState, form: FormData) => Promise<FormState>

/**
 * Runs a server action from a form, keeps what was typed when it is refused (React resets a form whose `action`
 * has run) and moves the focus to the first field at fault.
 */
export function useFormAction(run: FormAction) {
  const [state, submit, pending] = useActionState(run, null)
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (state && !state.ok) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    startTransition(() => submit(fields))
  }
  return { state, pending, form: { ref: form, action: submit, onSubmit } }
}
