import type { Ctx } from '@/lib/context'
import type { Env } from '@/lib/env'

/** What the checks look at. */
export type Doctor = {
  ctx: Ctx
  env: Env
  /** Where the scripts are that browsers fetch. */
  staticFolder: string
  /** Transactions up to this one were found sound before and are not looked at again; 0 looks at the whole book. */
  since: bigint
  /** The machine's own clock, which nobody has moved. */
  clock(): Date
}

export type Finding = {
  /** `not_here`: has no meaning in this environment, and counts neither way. */
  state: 'ok' | 'red' | 'not_here'
  /** What was found, in a sentence. */
  found: string
  /** What to do about it; only where it is red. */
  remedy?: string
}

export const GROUPS = {
  settings: '설정과 키',
  database: '데이터베이스',
  book: '장부',
  running: '운영 상태',
  law: '약관과 회사 정보',
  money: '실제 돈',
} as const

/** Who has to act when a line is red. */
export const ACTORS = { developer: '개발', operator: '운영', finance: '재무' } as const

/** One line of the checklist before going live. */
export type Check = {
  key: string
  group: keyof typeof GROUPS
  title: string
  who: keyof typeof ACTORS
  run(doctor: Doctor): Promise<Finding>
}

export const ok = (found: string): Finding => ({ state: 'ok', found })
export const red = (found: string, remedy: string): Finding => ({ state: 'red', found, remedy })
export const notHere = (found: string): Finding => ({ state: 'not_here', found })

export const isProduction = ({ env }: Doctor) => env.APP_ENV === 'production'
