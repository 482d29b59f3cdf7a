import type { Metadata } from 'next'
import { DocumentPage } from '../../document-view'

export const metadata: Metadata = { title: '이용약관' }

export default async function TermsVersionPage({ params }: { params: Promise<{ version: string }> }) {
  return <DocumentPage name="terms" version={(await params).version} />
}
