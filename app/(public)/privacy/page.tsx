import type { Metadata } from 'next'
import { PRIVACY } from '@/lib/terms/privacy'
import { DocumentView } from '../document-view'

export const metadata: Metadata = { title: '개인정보 처리방침' }

export default function PrivacyPage() {
  return <DocumentView document={PRIVACY} />
}
