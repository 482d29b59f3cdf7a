import { describe, expect, test } from 'vitest'
import { parseEnv } from '@/lib/env'

const SECRET = 's'.repeat(32)
const KEYS = `k1:${Buffer.alloc(32).toString('base64')},hmac:${Buffer.alloc(32, 1).toString('base64')}`

const LOCAL: Record<string, string | undefined> = {
  AUTH_SECRET: SECRET,
  DATABASE_URL: 'postgres://app@db/pospay',
  TOSS_WIDGET_CLIENT_KEY: 'test_gck_client',
  TOSS_WIDGET_SECRET_KEY: 'test_gsk_secret',
  ENCRYPTION_KEYS: KEYS,
}

const LIVE = {
  ...LOCAL,
  APP_ENV: 'production',
  APP_URL: 'https://pospay.example',
  TOSS_WIDGET_CLIENT_KEY: 'live_gck_client',
  TOSS_WIDGET_SECRET_KEY: 'live_gsk_secret',
}

describe('settings', () => {
  test('that are whole are read, with the defaults of a local run', () => {
    expect(parseEnv(LOCAL)).toMatchObject({
      APP_ENV: 'local',
      APP_URL: 'http://localhost:3000',
      TOSS_API_URL: 'https://api.tosspayments.com',
      RATE_LIMITS: 'on',
    })
    expect(parseEnv(LIVE)).toMatchObject({ APP_ENV: 'production' })
  })

  test.each([
    'AUTH_SECRET',
    'DATABASE_URL',
    'TOSS_WIDGET_CLIENT_KEY',
    'TOSS_WIDGET_SECRET_KEY',
    'ENCRYPTION_KEYS',
  ])('without %s are refused, by name and with a hint, set empty or not at all', (name) => {
    for (const value of [undefined, '']) {
      expect(() => parseEnv({ ...LOCAL, [name]: value })).toThrow(new RegExp(`${name} is missing: .+`))
    }
  })

  test('name every problem at once', () => {
    expect(() => parseEnv({})).toThrow(/AUTH_SECRET[^]*DATABASE_URL[^]*ENCRYPTION_KEYS/)
  })

  test('never show the value that was wrong', () => {
    const wrong = 'live_gsk_in_the_wrong_place'
    const refusal = () => parseEnv({ ...LOCAL, TOSS_WIDGET_CLIENT_KEY: wrong })
    expect(refusal).toThrow('TOSS_WIDGET_CLIENT_KEY is not valid')
    expect(refusal).not.toThrow(wrong)
  })

  const REFUSED: [string, Record<string, string | undefined>, string][] = [
    ['a short AUTH_SECRET', { ...LOCAL, AUTH_SECRET: 's'.repeat(31) }, 'AUTH_SECRET is not valid'],
    ['another database', { ...LOCAL, DATABASE_URL: 'mysql://db' }, 'DATABASE_URL is not valid'],
    [
      'a secret key as the client key',
      { ...LOCAL, TOSS_WIDGET_CLIENT_KEY: 'test_gsk_x' },
      'TOSS_WIDGET_CLIENT_KEY is not valid',
    ],
    [
      "the API's pair in the widget's place",
      { ...LOCAL, TOSS_WIDGET_SECRET_KEY: 'test_sk_x' },
      'TOSS_WIDGET_SECRET_KEY is not valid',
    ],
    [
      "the widget's pair in the API's place",
      { ...LOCAL, TOSS_CLIENT_KEY: 'test_gck_x', TOSS_SECRET_KEY: 'test_gsk_x' },
      'TOSS_CLIENT_KEY is not valid',
    ],
    [
      'half of the API’s pair',
      { ...LOCAL, TOSS_CLIENT_KEY: 'test_ck_x' },
      'TOSS_CLIENT_KEY and TOSS_SECRET_KEY go together',
    ],
    [
      'the other half',
      { ...LOCAL, TOSS_SECRET_KEY: 'test_sk_x' },
      'TOSS_CLIENT_KEY and TOSS_SECRET_KEY go together',
    ],
    ['a test and a live key', { ...LIVE, TOSS_WIDGET_SECRET_KEY: 'test_gsk_x' }, 'mix test and live'],
    [
      'pairs of both modes',
      { ...LIVE, TOSS_CLIENT_KEY: 'test_ck_x', TOSS_SECRET_KEY: 'test_sk_x' },
      'mix test and live',
    ],
    ['live keys outside production', { ...LIVE, APP_ENV: 'local' }, 'live Toss keys are refused'],
    ['live keys in a test', { ...LIVE, APP_ENV: 'test' }, 'live Toss keys are refused'],
    [
      'test keys in production',
      { ...LOCAL, APP_ENV: 'production', APP_URL: LIVE.APP_URL },
      'test Toss keys are refused',
    ],
    [
      'the simulator in production',
      { ...LIVE, TOSS_API_URL: 'http://localhost:4100' },
      'points at the simulator',
    ],
    [
      'its script in production',
      { ...LIVE, TOSS_SDK_URL: 'http://127.0.0.1:4100/v2/standard' },
      'points at the simulator',
    ],
    ['no rate limits in production', { ...LIVE, RATE_LIMITS: 'off' }, 'RATE_LIMITS=off is refused'],
    ['plain http in production', { ...LIVE, APP_URL: 'http://pospay.example' }, 'APP_URL must be https'],
    ['an environment that does not exist', { ...LOCAL, APP_ENV: 'staging' }, 'APP_ENV is not valid'],
    [
      'a security key of another length',
      { ...LOCAL, TOSS_SECURITY_KEY: 'abc' },
      'TOSS_SECURITY_KEY is not valid',
    ],
    ['an API address that is none', { ...LOCAL, TOSS_API_URL: 'toss' }, 'TOSS_API_URL is not valid'],
    [
      "the simulator's bank without the simulator",
      { ...LOCAL, WITHDRAW_BY: 'simulated_bank' },
      'only beside the simulator',
    ],
    [
      'payouts of Toss’s without its security key',
      { ...LOCAL, WITHDRAW_BY: 'toss', TOSS_CLIENT_KEY: 'test_ck_x', TOSS_SECRET_KEY: 'test_sk_x' },
      'WITHDRAW_BY is toss, which needs',
    ],
    [
      'payouts of Toss’s without the API’s keys',
      { ...LOCAL, WITHDRAW_BY: 'toss', TOSS_SECURITY_KEY: 'ab'.repeat(32) },
      'WITHDRAW_BY is toss, which needs',
    ],
    ['a carrier that there is not', { ...LOCAL, WITHDRAW_BY: 'pigeon' }, 'WITHDRAW_BY is not valid'],
    [
      'a mail server of another kind',
      { ...LOCAL, SMTP_URL: 'https://mail.example' },
      'SMTP_URL is not valid',
    ],
    ['a mail server without a name', { ...LOCAL, SMTP_URL: 'smtp://' }, 'SMTP_URL is not valid'],
    ['two lines of sender', { ...LOCAL, MAIL_FROM: 'a@b.example\r\nBcc: c@d' }, 'MAIL_FROM is not valid'],
    [
      'a secret key that browsers would see',
      { ...LOCAL, NEXT_PUBLIC_TOSS: 'test_gsk_x' },
      'NEXT_PUBLIC_TOSS would show a secret key',
    ],
    [
      'another secret key that browsers would see',
      { ...LOCAL, NEXT_PUBLIC_KEY: 'live_sk_x' },
      'NEXT_PUBLIC_KEY would show a secret key',
    ],
  ]
  test.each(REFUSED)('with %s are refused in a sentence', (_, source, sentence) => {
    expect(() => parseEnv(source)).toThrow(sentence)
  })

  test('of mail are let through as they are', () => {
    const mail = {
      SMTP_URL: 'smtps://user:p%40ss@mail.example:465',
      MAIL_FROM: '포스페이 <hi@pospay.example>',
    }
    expect(parseEnv({ ...LOCAL, ...mail })).toMatchObject(mail)
    expect(parseEnv({ ...LOCAL, MAIL_FROM: 'hi@pospay.example' })).toBeDefined()
  })

  test('for the browser that are no secret are let through', () => {
    expect(parseEnv({ ...LOCAL, NEXT_PUBLIC_NAME: '포스페이' })).toBeDefined()
  })
})
