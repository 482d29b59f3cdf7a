import { eq } from 'drizzle-orm'
import { createUser } from '@/lib/identity/sign-up'
import { hashPassword } from '@/lib/identity/password'
import { PRIVACY_VERSION } from '@/lib/terms/privacy'
import { TERMS_VERSION } from '@/lib/terms/terms'
import { connect, type Database } from './client'
import { users } from './schema/identity'
import { withTx } from './tx'

const PASSWORD = 'pospay-demo-1'

/** Who may log in to a local database. Never made anywhere else. */
export const demoLogins = [
  { email: 'renter@pospay.test', name: '김하늘', password: PASSWORD, role: '이용자' },
  { email: 'owner@pospay.test', name: '이도윤', password: PASSWORD, role: '공간 등록자' },
]

/** Makes the demo users that are missing. Safe to run at every start. */
export async function seed({ appUrl }: { appUrl: string }): Promise<void> {
  const db = connect(appUrl, { max: 2 })
  try {
    for (const login of demoLogins) await seedUser(db, login)
  } finally {
    await db.$client.end()
  }
}

async function seedUser(db: Database, { email, name, password }: (typeof demoLogins)[number]): Promise<void> {
  const [known] = await db.select({ id: users.id }).from(users).where(eq(users.email, email))
  if (known) return
  const acting = { actor: 'job:seed', requestId: 'seed', address: null, now: () => new Date() }
  const passwordHash = await hashPassword(password)
  await withTx(db, (tx) =>
    createUser(acting, tx, { email, name, passwordHash, terms: TERMS_VERSION, privacy: PRIVACY_VERSION }),
  )
}
