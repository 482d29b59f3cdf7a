import { createContext } from '@/lib/context'
import { listExpired, removeExpired } from '@/lib/jobs/remove-expired'

const ctx = createContext({ actor: 'operator:retention' })
const run = process.argv.includes('--run')
const expired = await (run ? removeExpired(ctx) : listExpired(ctx)).finally(() => ctx.db.$client.end())

for (const { name, why, count } of expired) console.log(`${String(count).padStart(8)}  ${name}: ${why}`)
const sum = expired.reduce((total, { count }) => total + count, 0)
console.log(
  run
    ? `\n${sum}건을 파기했어요. 법에 따른 것은 감사 로그에 적었어요 (retention.destroyed).`
    : `\n지금 파기할 것이 ${sum}건 있어요. 아무것도 지우지 않았어요. 지우려면: npm run retention -- --run`,
)
