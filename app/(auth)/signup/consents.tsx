import { Consent } from '@/app/_components/consent'

export type Versions = { terms: string; privacy: string }

type Props = { versions: Versions; errors: Record<string, string> }

/** The documents that a new user agrees to, one by one. */
export function Consents({ versions, errors }: Props) {
  return (
    <fieldset>
      <legend className="text-label font-medium text-ink-soft">약관 동의</legend>
      <div className="mt-1.5 rounded-control bg-surface px-4 py-2 ring-1 ring-line ring-inset">
        <Consent
          name="terms"
          value={versions.terms}
          label="이용약관에 동의해요"
          href="/terms"
          error={errors.terms}
        />
        <Consent
          name="privacy"
          value={versions.privacy}
          label="개인정보 처리에 동의해요"
          href="/privacy"
          error={errors.privacy}
        />
      </div>
    </fieldset>
  )
}
