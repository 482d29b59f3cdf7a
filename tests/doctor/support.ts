import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderToStaticMarkup } from 'react-dom/server'
import { createElement } from 'react'
import { afterAll } from 'vitest'
import { confirmCharge } from '@/lib/charge/confirm'
import type { Doctor } from '@/lib/doctor/check'
import { noteDone, recordEvidence } from '@/lib/doctor/record-evidence'
import { parseEnv } from '@/lib/env'
import { JOBS } from '@/lib/jobs/jobs'
import { runJob } from '@/lib/jobs/run-jobs'
import { proveDeposits } from '@/lib/proof/prove'
import { readInForce } from '@/lib/terms/read'
import { kstDay } from '@/lib/time'
import { DEFAULT_MERCHANT, DEFAULT_MERCHANT_ID } from '@/toss-simulator/merchants'
import { setSetting } from '../support/set-setting'
import { openScene, paidOrder } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const COMPANY = {
  name: '포켓스페이스',
  representative: '김하늘',
  businessNumber: '123-45-67890',
  mailOrderNumber: '제2026-서울마포-0001호',
  address: '서울특별시 마포구 월드컵로 1',
  phone: '02-123-4567',
  email: 'help@pocketspace.co.kr',
  hours: '평일 10시부터 18시까지',
  disputeOfficer: '이바다',
}

/** A shop that is ready to go live, and the doctor who looks at it. */
export async function readyShop() {
  // What the doctor looks at has the machine's own time: files, other servers, the database.
  const scene = await openScene({ webhooks: true, machineClock: Date.now })
  const { ctx } = scene
  const site = await openPages(ctx)
  const staticFolder = mkdtempSync(join(tmpdir(), 'pospay-static-'))
  writeFileSync(join(staticFolder, 'page.js'), 'console.log("test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm")')
  afterAll(() => {
    rmSync(staticFolder, { recursive: true })
    return site.close()
  })
  const admin = await newOperator(scene, 'admin')
  const order = await paidOrder(scene, 10_000n)
  await confirmCharge(ctx, order)
  await until(async () => (await ctx.db.$client.query('select from webhook_events')).rowCount! > 0)
  for (const job of JOBS) await runJob(ctx, job)
  const proofKey = randomBytes(32).toString('base64')
  await proveDeposits(ctx, proofKey)
  await decide(scene.ctx.db)
  await noteDone(ctx, 'backup', 'base/2026-11-28')
  await noteDone(ctx, 'restore_drill', '분개 2건이 그대로예요')
  for (const kind of ['charge_flow', 'settlement_account', 'small_payment'] as const)
    await recordEvidence(
      { ...ctx, actor: `user:${admin}` },
      { operatorId: admin, kind, day: kstDay(ctx.now()), note: '확인했어요' },
    )

  const doctor: Doctor = {
    ctx,
    env: parseEnv({
      APP_ENV: 'test',
      APP_URL: site.url,
      AUTH_SECRET: process.env.AUTH_SECRET,
      ENCRYPTION_KEYS: process.env.ENCRYPTION_KEYS,
      PROOF_KEY: proofKey,
      DATABASE_URL: scene.database.appUrl,
      DATABASE_OWNER_URL: scene.database.ownerUrl,
      TOSS_API_URL: scene.toss.url,
      TOSS_SDK_URL: `${scene.toss.url}/v2/standard`,
      TOSS_MERCHANT_IDS: DEFAULT_MERCHANT_ID,
      TOSS_WIDGET_CLIENT_KEY: DEFAULT_MERCHANT.widget.clientKey,
      TOSS_WIDGET_SECRET_KEY: DEFAULT_MERCHANT.widget.secretKey,
    }),
    staticFolder,
    since: 0n,
    clock: () => new Date(),
  }
  return { scene, site, doctor, order, admin }
}

type Database = Awaited<ReturnType<typeof openScene>>['ctx']['db']

async function decide(db: Database): Promise<void> {
  const startsAt = new Date('2026-01-01T00:00:00Z')
  const values = { company: COMPANY, fee: {}, charge: {}, withdrawal: {} }
  for (const [key, value] of Object.entries(values))
    await setSetting(db, key as keyof typeof values, value, startsAt)
}

/** The site as strangers see it: what `pages` says. */
async function openPages(ctx: Doctor['ctx']) {
  const text = async (name: 'terms' | 'privacy') =>
    renderToStaticMarkup(createElement('main', null, JSON.stringify((await readInForce(ctx, name))!.content)))
  const plain = ['/', '/login', '/signup', '/spaces', '/api/health', '/api/v1/openapi.json']
  const pages: Record<string, string> = {
    ...Object.fromEntries(plain.map((path) => [path, '<p>포스페이</p>'])),
    '/terms': await text('terms'),
    '/privacy': await text('privacy'),
    '/api/webhooks/toss': '',
  }
  const server = createServer((request, answer) => {
    const page = pages[request.url!]
    answer
      .writeHead(page === undefined ? 404 : 200, page === undefined ? {} : { allow: 'OPTIONS, POST' })
      .end(page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    pages,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

async function until(happened: () => Promise<boolean>): Promise<void> {
  while (!(await happened())) await new Promise((resolve) => setTimeout(resolve, 20))
}
