import type { SpaceKind } from '@/db/schema/space'

/** What kind of place it is, in the order in which people look for them. */
export const KIND_NAMES: Record<SpaceKind, string> = {
  party: '파티룸',
  practice: '연습실',
  meeting: '회의실',
  studio: '스튜디오',
  kitchen: '공유주방',
  other: '기타',
}

export const KINDS = Object.keys(KIND_NAMES) as SpaceKind[]
