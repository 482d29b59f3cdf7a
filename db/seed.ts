import { count, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { newId } from '@/lib/ids'
import { hashPassword } from '@/lib/identity/password'
import { PRACTICE_KEY } from '@/lib/identity/second-factor/practice'
import { createUser } from '@/lib/identity/sign-up'
import { createSealer, type Sealer } from '@/lib/seal'
import { encodePhoto } from '@/lib/space/encode-photo'
import { WEEK } from '@/lib/space/hours'
import { insertPhoto } from '@/lib/space/add-photo'
import { insertSpace } from '@/lib/space/register-space'
import { readAgreedVersions } from '@/lib/terms/read'
import { connect, type Database } from './client'
import { secondFactors, users, type OPERATOR_ROLES } from './schema/identity'
import { settings } from './schema/platform'
import { spaces } from './schema/space'
import { bankAccounts } from './schema/withdrawal'
import { demoSpaces, type DemoSpace } from './seed/market'
import { drawScene } from './seed/scenes'
import { withTx } from './tx'

const PASSWORD = 'pospay-demo-1'
const OWNER = 'owner@pospay.test'

type DemoLogin = {
  email: string
  name: string
  password: string
  role: string
  operator?: (typeof OPERATOR_ROLES)[number]
}

/** Who may log in to a local database. Never made anywhere else. */
export const demoLogins: DemoLogin[] = [
  { email: 'renter@pospay.test', name: '김하늘', password: PASSWORD, role: '이용자' },
  { email: OWNER, name: '이도윤', password: PASSWORD, role: '공간 등록자' },
  { email: 'admin@pospay.test', name: '박서준', password: PASSWORD, role: '운영자', operator: 'admin' },
  {
    email: 'finance@pospay.test',
    name: '최유진',
    password: PASSWORD,
    role: '정산 담당자',
    operator: 'finance_approver',
  },
]

const acting = { actor: 'job:seed', requestId: 'seed', address: null, now: () => new Date() }

type Seed = { appUrl: string; encryptionKeys: string }

/** Makes the demo users, the market and the owner's account that are missing. Safe to run at every start. */
export async function seed({ appUrl, encryptionKeys }: Seed): Promise<void> {
  const db = connect(appUrl, { max: 2 })
  try {
    const sealer = createSealer(encryptionKeys)
    for (const login of demoLogins) await seedUser(db, login)
    for (const { email, operator } of demoLogins) if (operator) await seedSecondFactor(db, email, sealer)
    const [owner] = await db.select({ id: users.id }).from(users).where(eq(users.email, OWNER))
    await seedMarket(db, owner!.id)
    await seedAccount(db, owner!.id, sealer)
    await seedCompany(db)
  } finally {
    await db.$client.end()
  }
}

async function seedUser(db: Database, { email, name, password, operator }: DemoLogin): Promise<void> {
  const [known] = await db.select({ id: users.id }).from(users).where(eq(users.email, email))
  if (known) return
  const passwordHash = await hashPassword(password)
  const consents = await readAgreedVersions(db, acting.now())
  await withTx(db, async (tx) => {
    const { userId } = await createUser(acting, tx, { email, name, passwordHash, ...consents })
    if (operator)
      await tx
        .update(users)
        .set({ roles: [operator] })
        .where(eq(users.id, userId))
  })
}

/** Everybody knows its key: the page that asks for a code shows it. */
async function seedSecondFactor(db: Database, email: string, sealer: Sealer): Promise<void> {
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, email))
  const secretSealed = sealer.seal(PRACTICE_KEY)
  await db
    .insert(secondFactors)
    .values({ userId: user!.id, secretSealed, lastStep: 0, recoveryHashes: [], enrolledAt: acting.now() })
    .onConflictDoNothing()
}

/** An account that was verified on the day the owner joined, so that earnings can be withdrawn at once. */
async function seedAccount(db: Database, userId: string, sealer: Sealer): Promise<void> {
  const account = { bankCode: '90', accountNumber: '3333010001234', holderName: '이도윤' }
  const [known] = await db
    .select({ accounts: count() })
    .from(bankAccounts)
    .where(eq(bankAccounts.userId, userId))
  if (known!.accounts > 0) return
  const now = acting.now()
  const id = newId()
  await db.insert(bankAccounts).values({
    id,
    userId,
    state: 'VERIFIED',
    bankCode: account.bankCode,
    holderName: account.holderName,
    numberSealed: sealer.seal(account.accountNumber),
    fingerprint: sealer.fingerprint(`${account.bankCode}:${account.accountNumber}`),
    tail: account.accountNumber.slice(-4),
    codeHash: sealer.fingerprint(id),
    triesLeft: 3,
    codeExpiresAt: now,
    requestedAt: now,
    verifiedAt: now,
    usableFrom: now,
  })
}

/** The demo owner's spaces, unless there are any already: all of them in one tx, the first listed one last. */
async function seedMarket(db: Database, ownerId: string): Promise<void> {
  const [known] = await db.select({ spaces: count() }).from(spaces).where(eq(spaces.ownerId, ownerId))
  if (known!.spaces > 0) return
  const drawn = await Promise.all(
    demoSpaces.map(async (space) => ({ space, photos: await Promise.all([false, true].map(drawOf(space))) })),
  )
  const ctx = { ...acting, db }
  await withTx(db, async (tx) => {
    for (const { space, photos } of drawn.toReversed()) {
      const { palette: _palette, daily, other = {}, ...fields } = space
      const hours = WEEK.map((weekday) => ({ weekday, open: weekday in other ? other[weekday]! : daily }))
        .filter(({ open }) => open !== null)
        .map(({ weekday, open: [opensAt, closesAt] }) => ({ weekday, opensAt, closesAt }))
      const { spaceId } = await insertSpace(ctx, tx, ownerId, { ...fields, refundSteps: null, hours })
      for (const photo of photos) await insertPhoto(ctx, tx, spaceId, photo)
    }
  })
}

/** The way of an upload, from a picture that nobody has to be asked for. */
const drawOf =
  ({ kind, palette }: DemoSpace) =>
  async (evening: boolean) =>
    encodePhoto(
      await sharp(Buffer.from(drawScene({ kind, palette, evening })))
        .png()
        .toBuffer(),
    )

const start = new Date(0)
/** Said by a job, so that nobody has to agree. */
const SEEDED = {
  state: 'APPROVED',
  reason: '연습용 값',
  startsAt: start,
  proposedAt: start,
  decidedAt: start,
} as const

/** What the simulator keeps. */
const SIMULATED_FEES = { cardBp: 280, easyPayBp: 300, transferBp: 180, deposit: 300, otherBp: 300 }

/** Nobody's numbers, to be seen as such. */
async function seedCompany(db: Database): Promise<void> {
  const value = {
    name: '포켓스페이스(연습)',
    representative: '홍길동',
    businessNumber: '000-00-00000',
    mailOrderNumber: '제0000-연습-0000호',
    address: '서울특별시 연습구 연습로 1',
    phone: '02-000-0000',
    email: 'help@pospay.test',
    hours: '평일 10시부터 18시까지',
    disputeOfficer: '홍길동',
  }
  await db
    .insert(settings)
    .values([
      { id: newId(), key: 'company', value, ...SEEDED },
      { id: newId(), key: 'pgFee', value: SIMULATED_FEES, ...SEEDED },
      { id: newId(), key: 'protection', value: { method: '예치', custodian: '연습은행(연습)' }, ...SEEDED },
    ])
    .onConflictDoNothing()
}
