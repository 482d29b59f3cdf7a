import { randomBytes } from 'node:crypto'
import { DEFAULT_MERCHANT } from '@/toss-simulator/merchants'

/** What the product's own code asks for in any process; nothing of it is used by what is measured. */
const key = (name: string) => `${name}:${randomBytes(32).toString('base64')}`

Object.assign(process.env, {
  APP_ENV: 'local',
  AUTH_SECRET: randomBytes(32).toString('hex'),
  ENCRYPTION_KEYS: [key('k1'), key('hmac')].join(','),
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  TOSS_WIDGET_CLIENT_KEY: DEFAULT_MERCHANT.widget.clientKey,
  TOSS_WIDGET_SECRET_KEY: DEFAULT_MERCHANT.widget.secretKey,
})
