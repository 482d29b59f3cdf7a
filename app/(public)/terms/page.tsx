import type { Metadata } from 'next'
import { DocumentPage } from '../document-view'

export const metadata: Metadata = { title: '이용약관' }

export default function TermsPage() {
  return <DocumentPage name="terms" />
}
