import { z } from 'zod'
import { CARRIERS } from '@/db/schema/withdrawal'

/** Toss runs one pair for the widget and one for its API; a pair lives in one mode. */
const clientKey = (family: 'ck' | 'gck') => z.string().regex(new RegExp(`^(test|live)_${family}_\\w+$`))
const secretKey = (family: 'sk' | 'gsk') => z.string().regex(new RegExp(`^(test|live)_${family}_\\w+$`))

const schema = z.object({
  APP_ENV: z.enum(['local', 'test', 'production']).default('local'),
  APP_URL: z.url().default('http://localhost:3000'),
  AUTH_SECRET: z.string().min(32),
  DATABASE_URL: z.string().startsWith('postgres'),
  DATABASE_OWNER_URL: z.string().startsWith('postgres').optional(),
  TOSS_WIDGET_CLIENT_KEY: clientKey('gck'),
  TOSS_WIDGET_SECRET_KEY: secretKey('gsk'),
  TOSS_CLIENT_KEY: clientKey('ck').optional(),
  TOSS_SECRET_KEY: secretKey('sk').optional(),
  TOSS_SECURITY_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
  TOSS_MERCHANT_IDS: z.string().default(''),
  TOSS_API_URL: z.url().default('https://api.tosspayments.com'),
  TOSS_SDK_URL: z.url().default('https://js.tosspayments.com/v2/standard'),
  WITHDRAW_BY: z.enum(CARRIERS).optional(),
  ENCRYPTION_KEYS: z.string().regex(/^\w+:[A-Za-z0-9+/=_-]+(,\w+:[A-Za-z0-9+/=_-]+)*$/),
  PROOF_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/)
    .optional(),
  KAKAO_CLIENT_ID: z.string().optional(),
  KAKAO_CLIENT_SECRET: z.string().optional(),
  NAVER_CLIENT_ID: z.string().optional(),
  NAVER_CLIENT_SECRET: z.string().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/]/)
    .refine(URL.canParse)
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n<>@]*<?[^\s<>@]+@[^\s<>@]+>?$/)
    .optional(),
  RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  POSPAY_CLOCK_FILE: z.string().optional(),
  PP_FAILPOINT: z.string().optional(),
})

export type Env = z.infer<typeof schema>

/** What each setting is, for the sentence that refuses a bad one. */
const HINTS: Partial<Record<keyof Env, string>> = {
  APP_URL: "the site's own address, such as https://pospay.example",
  AUTH_SECRET: 'at least 32 random characters',
  DATABASE_URL: 'postgres://user:password@host:port/database',
  TOSS_WIDGET_CLIENT_KEY: "the widget's client key, test_gck_… or live_gck_…",
  TOSS_WIDGET_SECRET_KEY: "the widget's secret key, test_gsk_… or live_gsk_…",
  TOSS_CLIENT_KEY: "the API's client key, test_ck_… or live_ck_…",
  TOSS_SECRET_KEY: "the API's secret key, test_sk_… or live_sk_…",
  TOSS_SECURITY_KEY: '64 hexadecimal characters',
  WITHDRAW_BY: CARRIERS.join(', '),
  SMTP_URL: 'smtps://user:password@host:port',
  MAIL_FROM: '포스페이 <no-reply@pospay.example>',
  PROOF_KEY: '32 bytes in base64',
  ENCRYPTION_KEYS: 'k1:<32 bytes in base64>,hmac:<32 bytes in base64>',
}

/** Whether an address is this machine's own: there the simulator is, which stands in for Toss and for a bank. */
export function isLoopback(url: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(url).hostname)
}

function crossChecks(env: Env): string[] {
  const problems: string[] = []
  const keys = [
    env.TOSS_WIDGET_CLIENT_KEY,
    env.TOSS_WIDGET_SECRET_KEY,
    env.TOSS_CLIENT_KEY,
    env.TOSS_SECRET_KEY,
  ]
  if (env.WITHDRAW_BY === 'simulated_bank' && !isLoopback(env.TOSS_API_URL)) {
    problems.push('WITHDRAW_BY is simulated_bank, which is there only beside the simulator')
  }
  if (env.WITHDRAW_BY === 'toss' && !(env.TOSS_SECRET_KEY && env.TOSS_SECURITY_KEY)) {
    problems.push('WITHDRAW_BY is toss, which needs TOSS_SECRET_KEY and TOSS_SECURITY_KEY')
  }
  const modes = new Set(keys.filter((key) => key !== undefined).map((key) => key.slice(0, 4)))
  const production = env.APP_ENV === 'production'
  if (modes.size > 1) problems.push('the Toss keys mix test and live: all of them must be of one mode')
  if (!env.TOSS_CLIENT_KEY !== !env.TOSS_SECRET_KEY) {
    problems.push('TOSS_CLIENT_KEY and TOSS_SECRET_KEY go together: set both or neither')
  }
  if (modes.has('live') && !production)
    problems.push('live Toss keys are refused unless APP_ENV is production')
  if (modes.has('test') && production) problems.push('test Toss keys are refused when APP_ENV is production')
  if (production && (isLoopback(env.TOSS_API_URL) || isLoopback(env.TOSS_SDK_URL))) {
    problems.push('TOSS_API_URL or TOSS_SDK_URL points at the simulator, which is refused in production')
  }
  if (production && env.RATE_LIMITS === 'off') problems.push('RATE_LIMITS=off is refused in production')
  if (production && !env.APP_URL.startsWith('https://')) problems.push('APP_URL must be https in production')
  return problems
}

/** Reads every setting at once. Throws one sentence per problem; no setting has a secret default. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const leaked = Object.keys(given).find(
    (name) => name.startsWith('NEXT_PUBLIC_') && /_g?sk_/.test(given[name]!),
  )
  if (leaked) throw new Error(`Settings: ${leaked} would show a secret key to browsers`)
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    const lines = names.map((name) => {
      const hint = HINTS[name as keyof Env]
      return `${name} is ${given[name] ? 'not valid' : 'missing'}${hint ? `: ${hint}` : ''}`
    })
    throw new Error(`Settings:\n  ${lines.join('\n  ')}`)
  }
  const problems = crossChecks(parsed.data)
  if (problems.length) throw new Error(`Settings:\n  ${problems.join('\n  ')}`)
  return parsed.data
}

let cached: Env | undefined

/** The process's settings, read once. */
export function env(): Env {
  return (cached ??= parseEnv(process.env))
}

/** Where the simulator shows what it did, at its bank too; null where the real Toss is. */
export function simulatorLab(): string | null {
  const { TOSS_API_URL } = env()
  return isLoopback(TOSS_API_URL) ? new URL('/lab', TOSS_API_URL).href : null
}

/** What the browser needs to open Toss's widget: public by nature. */
export function publicToss(): { clientKey: string; sdkUrl: string } {
  return { clientKey: env().TOSS_WIDGET_CLIENT_KEY, sdkUrl: env().TOSS_SDK_URL }
}

/** The same for registering a card, which needs the API's own keys; null without them. */
export function publicBilling(): { clientKey: string; sdkUrl: string } | null {
  const { TOSS_CLIENT_KEY, TOSS_SDK_URL } = env()
  return TOSS_CLIENT_KEY ? { clientKey: TOSS_CLIENT_KEY, sdkUrl: TOSS_SDK_URL } : null
}
