import type { Metadata } from 'next'
import { DocumentPage } from '../../document-view'

export const metadata: Metadata = { title: '개인정보 처리방침' }

export default async function PrivacyVersionPage({ params }: { params: Promise<{ version: string }> }) {
  return <DocumentPage name="privacy" version={(await params).version} />
}
