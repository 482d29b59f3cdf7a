'use client'

import { ErrorScreen } from '@/app/_components/error-screen'

type Props = { error: unknown; retry: () => void }

export default function BookingsError({ error, retry }: Props) {
  return <ErrorScreen error={error} retry={retry} />
}
