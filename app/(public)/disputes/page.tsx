import type { Metadata } from 'next'
import { DocumentPage } from '../document-view'

export const metadata: Metadata = { title: '오류·분쟁 안내' }

export default function DisputePage() {
  return <DocumentPage name="dispute" />
}
