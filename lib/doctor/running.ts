import { desc, sql } from 'drizzle-orm'
import { webhookEvents } from '@/db/schema/webhook'
import { JOBS } from '@/lib/jobs/jobs'
import { SECOND_MS } from '@/lib/time'
import { probeToss } from '@/lib/toss/probe'
import { isProduction, ok, red, type Check } from './check'
import { readPage } from './read-page'

const WEBHOOKS = '/api/webhooks/toss'
/** A job that runs every second is given this long all the same. */
const SHORTEST_PATIENCE_SECONDS = 60
const WORST_SKEW_MS = 2 * SECOND_MS

export const RUNNING_CHECKS: Check[] = [
  {
    key: 'worker',
    group: 'running',
    title: '워커의 모든 작업이 제때 잘 끝남',
    who: 'developer',
    async run({ ctx }) {
      const { rows } = await ctx.db.execute<{ job: string; seconds: number; error: string | null }>(
        sql`select job, extract(epoch from now() - finished_at)::float as seconds, error from job_runs`,
      )
      const runs = new Map(rows.map((row) => [row.job, row]))
      const wrong = JOBS.flatMap(({ name, everyMs }) => {
        const run = runs.get(name)
        if (!run) return [`${name} 한 번도 안 돌았음`]
        if (run.error) return [`${name} 실패(${run.error})`]
        const patience = Math.max(SHORTEST_PATIENCE_SECONDS, (3 * everyMs) / SECOND_MS)
        return run.seconds > patience ? [`${name} ${Math.round(run.seconds)}초째 소식 없음`] : []
      })
      return wrong.length
        ? red(wrong.join(', '), '워커 프로세스와 그 로그를 살펴봐 주세요.')
        : ok(`작업 ${JOBS.length}개가 모두 잘 돌아요.`)
    },
  },
  {
    key: 'webhook-address',
    group: 'running',
    title: '웹훅 주소가 밖에서 열림',
    who: 'developer',
    async run(doctor) {
      const address = new URL(WEBHOOKS, doctor.env.APP_URL)
      if (isProduction(doctor) && address.protocol !== 'https:')
        return red(`${address.href}가 https가 아니에요.`, 'APP_URL을 https 주소로 바꿔 주세요.')
      const { status, headers } = await readPage(doctor, WEBHOOKS, 'OPTIONS')
      return /\bPOST\b/.test(headers.get('allow') ?? '')
        ? ok(`${address.href}가 알림을 받을 수 있어요.`)
        : red(
            `${address.href}가 ${status}로 답했어요.`,
            '도메인과 프록시가 이 주소를 사이트로 보내는지 살펴봐 주세요.',
          )
    },
  },
  {
    key: 'webhook-received',
    group: 'running',
    title: '토스의 알림을 받아 본 적이 있음',
    who: 'operator',
    async run({ ctx }) {
      const [last] = await ctx.db
        .select({ receivedAt: webhookEvents.receivedAt, event: webhookEvents.event })
        .from(webhookEvents)
        .where(sql`${webhookEvents.state} in ('pending', 'applied')`)
        .orderBy(desc(webhookEvents.receivedAt))
        .limit(1)
      return last
        ? ok(`마지막은 ${last.event}, ${last.receivedAt.toISOString().slice(0, 16)}Z에 받았어요.`)
        : red(
            '우리 주문에 관한 알림을 받은 적이 없어요.',
            '개발자센터 > 웹훅에 주소를 등록하고 테스트 결제를 한 번 해 주세요.',
          )
    },
  },
  {
    key: 'clock',
    group: 'running',
    title: '시계가 데이터베이스, 토스와 맞음',
    who: 'developer',
    async run({ ctx, env, clock }) {
      const before = clock()
      const { rows } = await ctx.db.execute<{ ms: string }>(
        sql`select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms`,
      )
      const database = skew(before, clock(), Number(rows[0]!.ms))
      const asked = clock()
      const { date } = await probeToss(env.TOSS_API_URL, env.TOSS_WIDGET_SECRET_KEY)
      // A Date header has no milliseconds.
      const toss = date ? skew(asked, clock(), date.getTime(), SECOND_MS) : null
      const told = `데이터베이스와 ${inSeconds(database)}초, 토스와 ${toss === null ? '알 수 없음' : `${inSeconds(toss)}초`}`
      return database > WORST_SKEW_MS || toss === null || toss > WORST_SKEW_MS
        ? red(`시계 차이: ${told}`, '모든 서버의 시간 동기화(NTP)를 켜 주세요.')
        : ok(`시계 차이: ${told}`)
    },
  },
]

/** By how much a clock that was read between two instants must be wrong at least. */
function skew(from: Date, until: Date, read: number, resolutionMs = 1): number {
  return Math.max(0, from.getTime() - (read + resolutionMs), read - until.getTime())
}

const inSeconds = (ms: number) => (ms / SECOND_MS).toFixed(1)
