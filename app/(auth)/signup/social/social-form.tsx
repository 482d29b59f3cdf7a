'use client'

import { signIn } from 'next-auth/react'
import { Field } from '@/app/_components/field'
import { Notice } from '@/app/_components/notice'
import { SubmitButton } from '@/app/_components/submit-button'
import { useFormAction } from '@/app/_components/use-form-action'
import type { FormState } from '@/lib/action'
import { AFTER_LOGIN } from '../../return-path'
import { Consents, type Versions } from '../consents'
import { signUpSocialAction } from './actions'

type Props = { ticket: string; provider: 'kakao' | 'naver'; name: string; versions: Versions }

export function SocialForm({ ticket, provider, name, versions }: Props) {
  const { state, pending, form } = useFormAction(async (previous: FormState, fields: FormData) => {
    const answer = await signUpSocialAction(previous, fields)
    if (answer?.ok) await signIn(provider, { callbackUrl: AFTER_LOGIN })
    return answer
  })
  const errors = state?.fields ?? {}
  return (
    <form {...form} className="mt-7 space-y-5">
      {state && !state.ok && state.message ? (
        <Notice tone="danger" live="alert">
          {state.message}
        </Notice>
      ) : null}
      <input type="hidden" name="ticket" value={ticket} />
      <Field
        name="name"
        label="이름"
        autoComplete="name"
        defaultValue={name}
        maxLength={50}
        required
        error={errors.name}
      />
      <Consents versions={versions} errors={errors} />
      <SubmitButton pending={pending} pendingLabel="지갑을 만들고 있어요">
        가입하기
      </SubmitButton>
    </form>
  )
}
