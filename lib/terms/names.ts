import type { DocumentName } from '@/db/schema/terms'

export const DOCUMENT_TITLES: Record<DocumentName, string> = {
  terms: '포스페이 이용약관',
  privacy: '개인정보 처리방침',
  dispute: '전자금융 오류·분쟁 안내',
}

/** Where the version in force is read; one of another day is at `<path>/<version>`. */
export const DOCUMENT_PATHS: Record<DocumentName, string> = {
  terms: '/terms',
  privacy: '/privacy',
  dispute: '/disputes',
}

export function versionPath(document: DocumentName, version: string): string {
  return `${DOCUMENT_PATHS[document]}/${version}`
}

export function isDocument(name: unknown): name is DocumentName {
  return typeof name === 'string' && Object.hasOwn(DOCUMENT_TITLES, name)
}
