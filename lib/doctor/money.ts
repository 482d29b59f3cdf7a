import { eq, lte, and } from 'drizzle-orm'
import { settings } from '@/db/schema/platform'
import { formatWon } from '@/lib/money'
import type { SETTINGS } from '@/lib/settings/read-setting'
import { readSetting } from '@/lib/settings/read-setting'
import { ok, red, type Check, type Doctor } from './check'

const CARRIED_BY = {
  simulated_bank: '시뮬레이터의 은행으로',
  toss: '토스 지급대행으로',
  manual: '담당자의 이체 파일로',
}

/** What somebody has to have decided: a default is nobody's decision. */
const DECIDED = ['fee', 'charge', 'withdrawal'] as const satisfies (keyof typeof SETTINGS)[]

export const MONEY_CHECKS: Check[] = [
  {
    key: 'withdrawals',
    group: 'money',
    title: '출금을 보낼 길이 정해짐',
    who: 'finance',
    async run({ ctx, env }) {
      const { withdrawBy } = ctx
      if (!withdrawBy)
        return red('아무도 출금을 보내지 않아요.', 'WITHDRAW_BY를 toss나 manual로 정해 주세요.')
      if (env.APP_ENV === 'production' && withdrawBy === 'simulated_bank')
        return red('시뮬레이터의 은행으로 보내요.', 'WITHDRAW_BY를 toss나 manual로 정해 주세요.')
      return ok(`${CARRIED_BY[withdrawBy]} 보내요.`)
    },
  },
  {
    key: 'fee-and-limits',
    group: 'money',
    title: '수수료와 한도를 정함',
    who: 'finance',
    async run(doctor) {
      const missing: string[] = []
      for (const key of DECIDED) if (!(await isDecided(doctor, key))) missing.push(key)
      if (missing.length)
        return red(
          `아직 기본값인 설정: ${missing.join(', ')}`,
          '금액과 비율을 확인하고 설정으로 정해 주세요.',
        )
      const [fee, charge] = [await readSetting(doctor.ctx, 'fee'), await readSetting(doctor.ctx, 'charge')]
      return ok(
        `수수료 ${fee.rateBp / 100}%, 충전 ${formatWon(charge.min)}부터 잔액 ${formatWon(charge.cap)}까지`,
      )
    },
  },
]

async function isDecided({ ctx }: Doctor, key: (typeof DECIDED)[number]): Promise<boolean> {
  const rows = await ctx.db
    .select({ key: settings.key })
    .from(settings)
    .where(and(eq(settings.key, key), eq(settings.state, 'APPROVED'), lte(settings.startsAt, ctx.now())))
    .limit(1)
  return rows.length > 0
}
