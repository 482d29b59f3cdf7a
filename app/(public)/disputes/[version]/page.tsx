import type { Metadata } from 'next'
import { DocumentPage } from '../../document-view'

export const metadata: Metadata = { title: '오류·분쟁 안내' }

export default async function DisputeVersionPage({ params }: { params: Promise<{ version: string }> }) {
  return <DocumentPage name="dispute" version={(await params).version} />
}
