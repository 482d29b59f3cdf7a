'use client'

import { buttonClass } from '@/app/_components/button'
import { Consent } from '@/app/_components/consent'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import { consentAction, laterAction } from './actions'

type Props = {
  items: { document: string; version: string; label: string; href: string }[]
  next: string
}

export function ConsentForm({ items, next }: Props) {
  const agree = useFormAction(consentAction)
  const later = useFormAction(laterAction)
  const refused = [agree.state, later.state].find((state) => state && !state.ok)
  return (
    <div className="mt-6 space-y-3">
      <form {...agree.form} className="space-y-5">
        <input type="hidden" name="next" value={next} />
        <fieldset className="rounded-control bg-surface px-4 py-2 ring-1 ring-line ring-inset">
          <legend className="sr-only">약관 동의</legend>
          {items.map(({ document, version, label, href }) => (
            <Consent key={document} name={document} value={version} label={label} href={href} />
          ))}
        </fieldset>
        {refused ? (
          <Notice tone="danger" live="alert">
            {refused.message}
          </Notice>
        ) : null}
        <SubmitButton pending={agree.pending} pendingLabel="적어 두고 있어요">
          동의하고 계속하기
        </SubmitButton>
      </form>
      <form {...later.form}>
        <input type="hidden" name="next" value={next} />
        <button type="submit" disabled={later.pending} className={buttonClass('plain', 'large', 'w-full')}>
          나중에 하기
        </button>
      </form>
    </div>
  )
}
