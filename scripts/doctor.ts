import { connect } from '@/db/client'
import { createContext } from '@/lib/context'
import { ACTORS, GROUPS } from '@/lib/doctor/check'
import { examine, type Line } from '@/lib/doctor/examine'
import { thorough } from '@/lib/doctor/open'
import { parseEnv } from '@/lib/env'

const MARKS = { ok: '✓', red: '✗', not_here: '·' }

try {
  parseEnv(process.env)
} catch (error) {
  // Nothing else can be looked at with settings that the program itself refuses.
  console.log(`${MARKS.red} 환경 설정이 모두 있고 올바름: ${(error as Error).message}`)
  process.exit(1)
}

const ctx = createContext({ actor: 'operator:doctor' })
await ctx.db.$client.end()
// A whole book takes longer than any page may.
const db = connect(process.env.DATABASE_URL!, {
  max: 2,
  applicationName: 'pospay-doctor',
  statementTimeoutMs: 0,
})
const lines = await examine(thorough({ ...ctx, db })).finally(() => db.$client.end())
for (const [group, title] of Object.entries(GROUPS)) {
  console.log(`\n${title}`)
  for (const line of lines.filter((each) => each.group === group)) console.log(describe(line))
}
const count = (state: Line['state']) => lines.filter((line) => line.state === state).length
console.log(`\n${count('ok')}개 정상, ${count('red')}개 확인 필요, ${count('not_here')}개 해당 없음`)
process.exitCode = count('red') ? 1 : 0

function describe({ state, title, found, remedy, who }: Line): string {
  return `${MARKS[state]} ${title}: ${found}${remedy ? ` → ${remedy} [${ACTORS[who]}]` : ''}`
}
