'use client'

import { ErrorScreen } from './_components/error-screen'

type Props = { error: unknown; retry: () => void }

export default function PageError({ error, retry }: Props) {
  return <ErrorScreen error={error} retry={retry} />
}
