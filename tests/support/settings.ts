import { randomBytes } from 'node:crypto'

/** The settings that every test process needs, before anything reads them. */
const key = (name: string) => `${name}:${randomBytes(32).toString('base64')}`

process.env.APP_ENV = 'test'
process.env.AUTH_SECRET ??= randomBytes(32).toString('hex')
process.env.ENCRYPTION_KEYS ??= [key('k1'), key('hmac')].join(',')
process.env.DATABASE_URL ??= 'postgres://nobody@127.0.0.1:1/none'
process.env.TOSS_WIDGET_CLIENT_KEY ??= 'test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm'
process.env.TOSS_WIDGET_SECRET_KEY ??= 'test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6'
process.env.LOG_LEVEL ??= 'silent'
