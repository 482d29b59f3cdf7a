import type { Metadata } from 'next'
import { TERMS } from '@/lib/terms/terms'
import { DocumentView } from '../document-view'

export const metadata: Metadata = { title: '이용약관' }

export default function TermsPage() {
  return <DocumentView document={TERMS} />
}
