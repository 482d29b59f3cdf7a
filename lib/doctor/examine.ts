import { describeError } from '@/lib/log'
import { red, type Check, type Doctor, type Finding } from './check'
import { CHECKS } from './checks'

export type Line = Omit<Check, 'run'> & Finding

/** Every line of the checklist, one after the other. A check that fails is red: what cannot be seen is not fine. */
export async function examine(doctor: Doctor, checks: Check[] = CHECKS): Promise<Line[]> {
  const lines: Line[] = []
  for (const { run, ...check } of checks) {
    const finding = await run(doctor).catch((error: unknown) =>
      red(`확인하지 못했어요 (${wording(error)}).`, AGAIN),
    )
    lines.push({ ...check, ...finding })
  }
  return lines
}

const AGAIN = '연결과 권한을 살펴보고 다시 점검해 주세요.'

function wording(error: unknown): string {
  const { error: name, sqlState } = describeError(error)
  return [name, sqlState].filter(Boolean).join(' ')
}
