import { count, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { createUser } from '@/lib/identity/sign-up'
import { hashPassword } from '@/lib/identity/password'
import { encodePhoto } from '@/lib/space/encode-photo'
import { WEEK } from '@/lib/space/hours'
import { insertPhoto } from '@/lib/space/add-photo'
import { insertSpace } from '@/lib/space/register-space'
import { PRIVACY_VERSION } from '@/lib/terms/privacy'
import { TERMS_VERSION } from '@/lib/terms/terms'
import { connect, type Database } from './client'
import { users } from './schema/identity'
import { spaces } from './schema/space'
import { demoSpaces, type DemoSpace } from './seed/market'
import { drawScene } from './seed/scenes'
import { withTx } from './tx'

const PASSWORD = 'pospay-demo-1'
const OWNER = 'owner@pospay.test'

/** Who may log in to a local database. Never made anywhere else. */
export const demoLogins = [
  { email: 'renter@pospay.test', name: '김하늘', password: PASSWORD, role: '이용자' },
  { email: OWNER, name: '이도윤', password: PASSWORD, role: '공간 등록자' },
]

const acting = { actor: 'job:seed', requestId: 'seed', address: null, now: () => new Date() }

/** Makes the demo users and the market that are missing. Safe to run at every start. */
export async function seed({ appUrl }: { appUrl: string }): Promise<void> {
  const db = connect(appUrl, { max: 2 })
  try {
    for (const login of demoLogins) await seedUser(db, login)
    await seedMarket(db)
  } finally {
    await db.$client.end()
  }
}

async function seedUser(db: Database, { email, name, password }: (typeof demoLogins)[number]): Promise<void> {
  const [known] = await db.select({ id: users.id }).from(users).where(eq(users.email, email))
  if (known) return
  const passwordHash = await hashPassword(password)
  await withTx(db, (tx) =>
    createUser(acting, tx, { email, name, passwordHash, terms: TERMS_VERSION, privacy: PRIVACY_VERSION }),
  )
}

/** The demo owner's spaces, unless there are any already: all of them in one tx, the first listed one last. */
async function seedMarket(db: Database): Promise<void> {
  const [owner] = await db.select({ id: users.id }).from(users).where(eq(users.email, OWNER))
  const ownerId = owner!.id
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
