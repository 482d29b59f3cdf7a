import { probeToss } from '@/lib/toss/probe'
import { parseEnv, isLoopback, type Env } from '@/lib/env'
import { isProduction, notHere, ok, red, type Check } from './check'

/** What the shop cannot do without once money is real, though the program starts without it. */
const NEEDED = ['TOSS_MERCHANT_IDS', 'WITHDRAW_BY'] as const satisfies (keyof Env)[]

/** Keys that Toss publishes in its documentation: everybody has them. */
const PUBLISHED = /_docs_|D5GePWvyJnrK0W0k6q8gLzN97Eoq|zXLkKEypNArWmo50nX3lmeaxYG5R/

const secretKeys = ({ TOSS_WIDGET_SECRET_KEY, TOSS_SECRET_KEY }: Env) => [
  { name: 'TOSS_WIDGET_SECRET_KEY', key: TOSS_WIDGET_SECRET_KEY },
  ...(TOSS_SECRET_KEY ? [{ name: 'TOSS_SECRET_KEY', key: TOSS_SECRET_KEY }] : []),
]

export const SETTINGS_CHECKS: Check[] = [
  {
    key: 'settings',
    group: 'settings',
    title: '환경 설정이 모두 있고 올바름',
    who: 'developer',
    async run(doctor) {
      try {
        parseEnv(doctor.env as Record<string, string | undefined>)
      } catch (error) {
        return red(
          (error as Error).message.replaceAll(/\s+/g, ' '),
          '.env.example을 보고 설정을 고쳐 주세요.',
        )
      }
      const missing = NEEDED.filter((name) => !doctor.env[name])
      if (isProduction(doctor) && missing.length)
        return red(`${missing.join(', ')} 설정이 비어 있어요.`, '.env.example을 보고 값을 넣어 주세요.')
      return ok(`APP_ENV=${doctor.env.APP_ENV}에 필요한 설정이 모두 있어요.`)
    },
  },
  {
    key: 'toss-keys',
    group: 'settings',
    title: '토스 키가 한 쌍이고, 토스가 받아 줌',
    who: 'developer',
    async run({ env }) {
      const keys = [
        env.TOSS_WIDGET_CLIENT_KEY,
        env.TOSS_WIDGET_SECRET_KEY,
        env.TOSS_CLIENT_KEY,
        env.TOSS_SECRET_KEY,
      ]
      const given = keys.filter((key) => key !== undefined)
      const modes = [...new Set(given.map((key) => key.slice(0, 4)))]
      const wanted = env.APP_ENV === 'production' ? 'live' : 'test'
      if (modes.length > 1 || modes[0] !== wanted)
        return red(
          `키의 모드가 ${modes.join('와 ')}예요. 여기서는 ${wanted}여야 해요.`,
          '한 모드의 키만 남겨 주세요.',
        )
      for (const { name, key } of secretKeys(env)) {
        const { accepted, code } = await probeToss(env.TOSS_API_URL, key)
        if (!accepted)
          return red(
            `토스가 ${name}를 받지 않았어요 (${code}).`,
            '개발자센터의 API 키에서 한 쌍을 다시 복사해 주세요.',
          )
      }
      const where = isLoopback(env.TOSS_API_URL) ? '시뮬레이터' : '토스'
      if (where === '토스' && given.some((key) => PUBLISHED.test(key)))
        return red('토스가 문서에 공개한 키예요.', '개발자센터에서 우리 상점의 키를 받아 주세요.')
      return ok(
        `${where}가 ${modes[0]} 키 ${secretKeys(env).length}개를 받았어요. 클라이언트 키와의 짝은 충전해 봐야 알아요.`,
      )
    },
  },
  {
    key: 'encryption-keys',
    group: 'settings',
    title: '암호화 키가 여기 것이고, 지금 키로 암호화됨',
    who: 'developer',
    async run(doctor) {
      const keys = doctor.env.ENCRYPTION_KEYS.split(',').map((pair) => pair.slice(pair.indexOf(':') + 1))
      const weak = keys.find((key) => new Set(Buffer.from(key, 'base64')).size < 8)
      if (weak || new Set(keys).size < keys.length)
        return red(
          '예시나 같은 값을 되풀이한 키가 있어요.',
          '32바이트 무작위 값으로 새 키를 만들고 npm run rotate-keys를 실행해 주세요.',
        )
      const { sealer } = doctor.ctx
      if (sealer.open(sealer.seal('doctor')) !== 'doctor')
        return red('지금 키로 암호화한 것을 열지 못했어요.', 'ENCRYPTION_KEYS를 고쳐 주세요.')
      return ok(`${sealer.activeId} 키로 암호화해요. 여는 키는 모두 ${keys.length - 1}개예요.`)
    },
  },
  {
    key: 'rate-limits',
    group: 'settings',
    title: '요청 횟수 제한이 켜짐',
    who: 'developer',
    run: async ({ env }) =>
      env.RATE_LIMITS === 'on' ? ok('켜져 있어요.') : red('꺼져 있어요.', 'RATE_LIMITS=on으로 바꿔 주세요.'),
  },
  {
    key: 'mail',
    group: 'settings',
    title: '메일 서버가 있음',
    who: 'developer',
    async run(doctor) {
      if (doctor.env.SMTP_URL) return ok(`${new URL(doctor.env.SMTP_URL).hostname}로 보내요.`)
      if (!isProduction(doctor)) return notHere('메일은 보내지 않고 /mailbox에 모아요.')
      return red('메일을 보낼 곳이 없어 모두 기다리고 있어요.', 'SMTP_URL을 넣어 주세요.')
    },
  },
]
