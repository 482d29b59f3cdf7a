import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from '@/lib/env'
import { isProduction, notHere, ok, red, type Check, type Doctor } from './check'
import { readPage } from './read-page'

/** What browsers are meant to know, or what is no secret. The value of every other setting is. */
const PUBLIC =
  /^(APP_ENV|APP_URL|TOSS_API_URL|TOSS_SDK_URL|TOSS_MERCHANT_IDS|\w+_CLIENT_KEY|\w+_CLIENT_ID|WITHDRAW_BY|RATE_LIMITS|MAIL_FROM|POSPAY_CLOCK_FILE|PP_FAILPOINT)$/
/** Shorter values are words that any page may hold. */
const SHORTEST_SECRET = 12
const SHAPE = /(test|live)_g?sk_\w{8,}|postgres(ql)?:\/\/\w/

const PAGES = [
  '/',
  '/login',
  '/signup',
  '/terms',
  '/privacy',
  '/spaces',
  '/api/health',
  '/api/v1/openapi.json',
]

const LEAKED =
  '그 값은 이미 새어 나간 것으로 보고 새로 발급해 주세요. 그다음 코드에서 빼고 다시 배포해 주세요.'

export const SECRET_CHECKS: Check[] = [
  {
    key: 'secrets-in-build',
    group: 'settings',
    title: '비밀 키가 브라우저용 파일에 없음',
    who: 'developer',
    async run(doctor) {
      const files = await readdir(doctor.staticFolder, { recursive: true, withFileTypes: true }).catch(
        () => [],
      )
      const scripts = files.filter((file) => file.isFile() && /\.(js|css|json|map|html|txt)$/.test(file.name))
      if (scripts.length === 0)
        return isProduction(doctor)
          ? red('빌드한 파일을 찾지 못했어요.', '빌드한 이미지 안에서 점검해 주세요.')
          : notHere('아직 빌드하지 않았어요.')
      for (const { parentPath, name } of scripts) {
        const leak = findLeak(doctor.env, await readFile(join(parentPath, name), 'utf8'))
        if (leak) return red(`${leak} 값이 ${name}에 들어 있어요.`, LEAKED)
      }
      return ok(`파일 ${scripts.length}개에 비밀 값이 없어요.`)
    },
  },
  {
    key: 'secrets-in-pages',
    group: 'settings',
    title: '비밀 키가 화면의 HTML에 없음',
    who: 'developer',
    async run(doctor: Doctor) {
      for (const path of PAGES) {
        const { status, text } = await readPage(doctor, path)
        if (status !== 200)
          return red(`${path} 화면이 ${status}로 답했어요.`, '사이트가 떠 있는지 살펴봐 주세요.')
        const leak = findLeak(doctor.env, text)
        if (leak) return red(`${leak} 값이 ${path} 화면에 보여요.`, LEAKED)
      }
      return ok(`화면 ${PAGES.length}개에 비밀 값이 없어요.`)
    },
  },
]

/** The name of a secret that shows in the text; null when none does. */
function findLeak(env: Env, text: string): string | null {
  for (const [name, value] of secretsOf(env)) if (text.includes(value)) return name
  return SHAPE.test(text) ? '비밀 키 모양의' : null
}

function secretsOf(env: Env): [name: string, value: string][] {
  const named = Object.entries(env).filter(([name, value]) => value && !PUBLIC.test(name))
  const parts = named.flatMap(([name, value]) =>
    [value, ...value.split(',').map((pair) => pair.slice(pair.indexOf(':') + 1)), passwordOf(value)].map(
      (each): [string, string] => [name, each],
    ),
  )
  return parts.filter(([, value]) => value.length >= SHORTEST_SECRET)
}

function passwordOf(value: string): string {
  return URL.canParse(value) ? decodeURIComponent(new URL(value).password) : ''
}
