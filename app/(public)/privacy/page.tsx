import type { Metadata } from 'next'
import { DocumentPage } from '../document-view'

export const metadata: Metadata = { title: '개인정보 처리방침' }

export default function PrivacyPage() {
  return <DocumentPage name="privacy" />
}
