import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { requireUser } from '@/lib/auth'
import { RegisterForm } from './register-form'

export const metadata: Metadata = { title: '카드 확인 중', referrer: 'no-referrer' }

type Props = { searchParams: Promise<Record<'customerKey' | 'authKey', string | string[] | undefined>> }

/** Toss's return address. Opening it changes nothing: the person's browser posts what it carries, once. */
export default async function CardRegisteredPage({ searchParams }: Props) {
  await requireUser()
  const { customerKey, authKey } = await searchParams
  if (typeof customerKey !== 'string' || typeof authKey !== 'string') redirect('/wallet/auto-topup')
  return <RegisterForm customerKey={customerKey} authKey={authKey} />
}
