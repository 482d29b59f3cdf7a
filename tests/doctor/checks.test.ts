import { writeFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { createOrder } from '@/lib/charge/create-order'
import type { Doctor } from '@/lib/doctor/check'
import { CHECKS } from '@/lib/doctor/checks'
import { TRIGGERS } from '@/lib/doctor/database'
import { examine } from '@/lib/doctor/examine'
import { addMs, DAY_MS, HOUR_MS } from '@/lib/time'
import { createDatabase } from '../support/databases'
import { openRoles } from '../support/roles'
import { newRenter } from '../support/scene'
import { readyShop } from './support'

const shop = await readyShop()
const { doctor, scene, site, order } = shop
const { superuser } = openRoles(scene.database)
const bare = await createDatabase()
const bareDb = connect(bare.appUrl, { max: 2 })
const ownersDb = connect(scene.database.ownerUrl, { max: 2 })

afterAll(async () => {
  await Promise.all([bareDb.$client.end(), ownersDb.$client.end()])
  await bare.drop()
})

/** What breaks a line: a doctor who sees the world so, or the world itself and how to mend it. */
type Break = Partial<Doctor> | { broken(): Promise<unknown> | void; mended(): Promise<unknown> | void }

const env = (changes: Partial<Doctor['env']>): Partial<Doctor> => ({ env: { ...doctor.env, ...changes } })
const later = (ms: number): Partial<Doctor> => ({
  ctx: { ...doctor.ctx, now: () => addMs(scene.ctx.now(), ms) },
})
const statements = (broken: string, mended: string): Break => ({
  broken: () => superuser.query(broken),
  mended: () => superuser.query(mended),
})
/** Past every guard, as only a superuser can. */
/** The next version of the company's data. */
const companyWith = (email: string) =>
  `insert into settings (id, key, value, starts_at, reason, state, proposed_at, decided_at)
    select gen_random_uuid(), key, value || '{"email": "${email}"}', starts_at + interval '1 second', reason, state,
      proposed_at, decided_at
    from settings where key = 'company' order by starts_at desc limit 1`
const unguarded = (statement: string) =>
  `set session_replication_role = 'replica'; ${statement}; reset session_replication_role`
const page = (path: string, text: string | undefined): Break => {
  const before = site.pages[path]!
  return {
    broken: () => void (text === undefined ? delete site.pages[path] : (site.pages[path] = text)),
    mended: () => void (site.pages[path] = before),
  }
}
/** Nobody has done or decided anything yet. */
const nothingYet: Partial<Doctor> = { ctx: { ...doctor.ctx, db: bareDb } }
const leak = join(doctor.staticFolder, 'leak.js')
const renter = await newRenter(scene)
const { orderId: forgotten } = await createOrder(scene.ctx, { userId: renter.userId, amount: 10_000n })

const BREAKS: Record<string, Record<string, Break>> = {
  settings: {
    'a secret that is too short': env({ AUTH_SECRET: 'short' }),
    'nobody who carries withdrawals': env({
      APP_ENV: 'production',
      APP_URL: 'https://pospay.example',
      TOSS_API_URL: 'https://api.tosspayments.com',
      TOSS_SDK_URL: 'https://js.tosspayments.com/v2/standard',
      TOSS_WIDGET_CLIENT_KEY: 'live_gck_1',
      TOSS_WIDGET_SECRET_KEY: 'live_gsk_1',
    }),
  },
  'toss-keys': {
    'a key that Toss does not know': env({ TOSS_WIDGET_SECRET_KEY: 'test_gsk_nobodys' }),
    'keys of two modes': env({ TOSS_WIDGET_CLIENT_KEY: 'live_gck_1' }),
    'test keys where money is real': env({ APP_ENV: 'production' }),
  },
  'encryption-keys': {
    'a key of zeros': env({ ENCRYPTION_KEYS: `k1:${'A'.repeat(43)}=,hmac:${'A'.repeat(43)}=` }),
    'a key that does not open': {
      ctx: { ...doctor.ctx, sealer: { ...doctor.ctx.sealer, open: () => 'other' } },
    },
  },
  'rate-limits': { 'none counted': env({ RATE_LIMITS: 'off' }) },
  mail: { 'no server in production': env({ APP_ENV: 'production' }) },
  'secrets-in-build': {
    'a secret in a script': {
      broken: () => writeFileSync(leak, `const a="${doctor.env.AUTH_SECRET}"`),
      mended: () => rmSync(leak),
    },
    'the shape of a secret key in a script': {
      broken: () => writeFileSync(leak, 'const a="live_sk_0123456789"'),
      mended: () => rmSync(leak),
    },
    'no build in production': { ...env({ APP_ENV: 'production' }), staticFolder: '/nowhere' },
  },
  'secrets-in-pages': {
    'an encryption key in a page': page(
      '/login',
      `<script>"${doctor.env.ENCRYPTION_KEYS.split(/[:,]/)[1]}"</script>`,
    ),
    'a page that fails': page('/signup', undefined),
  },
  'app-role': {
    'the right to change a balance': statements(
      'grant update on wallets to pospay_app',
      'revoke update on wallets from pospay_app',
    ),
    'the right to write entries': statements(
      'grant insert on entries to pospay_app',
      'revoke insert on entries from pospay_app',
    ),
    'the right to turn triggers off': statements(
      'grant set on parameter session_replication_role to pospay_app',
      'revoke set on parameter session_replication_role from pospay_app',
    ),
  },
  'login-role': { 'a login that owns the tables': { ctx: { ...doctor.ctx, db: ownersDb } } },
  'owner-apart': { 'one login for both': env({ DATABASE_URL: doctor.env.DATABASE_OWNER_URL }) },
  triggers: {
    'one that is off': statements(
      'alter table entries disable trigger entries_append_only',
      'alter table entries enable always trigger entries_append_only',
    ),
  },
  constraints: {
    'one that is gone': statements(
      'alter table transactions drop constraint transactions_once',
      'alter table transactions add constraint transactions_once unique (type, reference)',
    ),
  },
  migrations: {
    'one that has not run': statements(
      'update drizzle.__drizzle_migrations set created_at = created_at + 1 where id = 3',
      'update drizzle.__drizzle_migrations set created_at = created_at - 1 where id = 3',
    ),
    'one that only newer code has': statements(
      `insert into drizzle.__drizzle_migrations (hash, created_at) values ('future', 4102444800000)`,
      'delete from drizzle.__drizzle_migrations where created_at = 4102444800000',
    ),
  },
  invariants: {
    'a balance that somebody changed': statements(
      unguarded(`update wallets set balance = balance + 1 where kind = 'balance' and balance > 0`),
      unguarded(`update wallets set balance = balance - 1 where kind = 'balance' and balance > 0`),
    ),
  },
  'verified-lately': {
    'a run that found something': statements(
      `insert into verification_runs values (gen_random_uuid(), 'full', now() + interval '1 s', 0, now() + interval '1 s', '{wallets_add_up}')`,
      `delete from verification_runs where broken <> '{}'`,
    ),
    'an hour without': later(HOUR_MS),
    'no run ever': nothingYet,
  },
  'reconciled-lately': { 'two days without': later(2 * DAY_MS), 'no run ever': nothingYet },
  'deposits-proved': {
    'nothing to sign with': env({ PROOF_KEY: undefined }),
    'a day without one': statements(
      unguarded('create table kept as select * from deposit_proofs; delete from deposit_proofs'),
      unguarded('insert into deposit_proofs select * from kept; drop table kept'),
    ),
  },
  'charges-have-calls': {
    'a charge that nobody asked Toss about': statements(
      `create table kept as select * from toss_calls where order_id = '${order.orderId}'; delete from toss_calls where order_id = '${order.orderId}'`,
      'insert into toss_calls select * from kept; drop table kept',
    ),
  },
  'calls-are-answered': {
    'one without an answer': statements(
      `insert into toss_calls (id, order_id, operation, request_hash, request_id, started_at)
        values (gen_random_uuid(), '${forgotten}', 'query', 'h', 'r', now() - interval '20 minutes')`,
      `delete from toss_calls where order_id = '${forgotten}'`,
    ),
  },
  'duplicates-are-refused': {
    'a book that does not know its postings again': statements(
      `create function scramble() returns trigger language plpgsql as $$ begin new.reference := new.reference || random(); return new; end $$;
        create trigger scramble before insert on transactions for each row execute function scramble()`,
      'drop trigger scramble on transactions; drop function scramble()',
    ),
  },
  worker: {
    'a job that is silent': statements(
      `update job_runs set finished_at = finished_at - interval '1 day' where job = 'recover-charges'`,
      `update job_runs set finished_at = finished_at + interval '1 day' where job = 'recover-charges'`,
    ),
    'a job that fails': statements(
      `update job_runs set error = 'Error' where job = 'send-mail'`,
      `update job_runs set error = null where job = 'send-mail'`,
    ),
    'no run ever': nothingYet,
  },
  'webhook-address': {
    'nothing at that address': page('/api/webhooks/toss', undefined),
    'plain http in production': env({ APP_ENV: 'production' }),
  },
  'webhook-received': { 'none ever': nothingYet },
  clock: { 'one that is an hour late': { clock: () => addMs(new Date(), HOUR_MS) } },
  terms: {
    'a clause that is missing': page('/terms', site.pages['/terms']!.replaceAll(/소멸시효/g, '')),
    'none published': page('/terms', undefined),
  },
  privacy: { 'Toss not named': page('/privacy', site.pages['/privacy']!.replaceAll('토스페이먼츠', '')) },
  company: {
    'none set': nothingYet,
    'an example': statements(companyWith('help@pospay.example'), companyWith('help@pocketspace.co.kr')),
  },
  withdrawals: {
    'nobody who carries them': { ctx: { ...doctor.ctx, withdrawBy: null } },
    'a bank that is not there': env({ APP_ENV: 'production' }),
  },
  'fee-and-limits': { 'none decided': nothingYet },
  backup: { 'two days without': later(2 * DAY_MS), 'none ever': nothingYet },
  'restore-drill': { 'a hundred days without': later(100 * DAY_MS), 'none ever': nothingYet },
  'charge-flow': { 'nobody who says so': nothingYet },
  'settlement-account': { 'nobody who says so': nothingYet },
  'small-payment': { 'nobody who says so': nothingYet },
}

const look = async (key: string, at: Doctor = doctor) => {
  const [line] = await examine(
    at,
    CHECKS.filter((check) => check.key === key),
  )
  return line!
}

test('a shop that is ready has no red line', async () => {
  const lines = await examine(doctor)
  expect(lines.filter(({ state }) => state === 'red').map(({ key, found }) => `${key}: ${found}`)).toEqual([])
  expect(lines.filter(({ state }) => state === 'not_here').map(({ key }) => key)).toEqual(['mail'])
})

test('every line can be broken', () => {
  expect(Object.keys(BREAKS).sort()).toEqual(CHECKS.map(({ key }) => key).sort())
})

describe.each(Object.entries(BREAKS))('%s turns red for', (key, breaks) => {
  test.each(Object.entries(breaks))('%s', async (_, change) => {
    if (!('broken' in change)) {
      const line = await look(key, { ...doctor, ...change })
      expect(line).toMatchObject({ state: 'red', remedy: expect.any(String) })
      return
    }
    await change.broken()
    try {
      expect(await look(key)).toMatchObject({ state: 'red', remedy: expect.any(String) })
    } finally {
      await change.mended()
    }
    expect((await look(key)).state).not.toBe('red')
  })
})

test('what is looked at leaves nothing behind', async () => {
  const count = async () =>
    (
      await superuser.query(
        'select (select count(*) from transactions) t, (select count(*) from toss_calls) c',
      )
    ).rows
  const before = await count()
  await examine(doctor)
  expect(await count()).toEqual(before)
})

test('every trigger on the book and on what is written once is one that is looked for', async () => {
  const { rows } = await superuser.query<{ name: string }>(
    `select tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace and not tgisinternal order by tgname`,
  )
  expect(rows.map(({ name }) => name)).toEqual([...TRIGGERS].sort())
})
