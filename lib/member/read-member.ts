import { desc, eq, sql } from 'drizzle-orm'
import { consents, sessions, users } from '@/db/schema/identity'
import { bankAccounts } from '@/db/schema/withdrawal'
import { bankName } from '@/lib/bank/banks'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { hasDuty, requireDuty, type Role } from '@/lib/identity/duties'
import { isId } from '@/lib/ids'
import { readWallet, type Wallet } from '@/lib/ledger/read'
import { maskAddress, maskEmail, maskName } from '@/lib/mask'
import { readFreezes, type Freeze } from './read-freeze'
import { unmaskedUntil } from './unmask'

/** A person as an operator sees them: names, e-mail and addresses masked but for a while after a reason was given. */
export type Member = {
  id: string
  name: string
  email: string | null
  status: 'active' | 'frozen' | 'closed'
  roles: Role[]
  createdAt: Date
  /** Null while it is masked. */
  unmaskedUntil: Date | null
  wallet: Wallet
  account: {
    bank: string
    /** The last four digits. */
    tail: string
    holderName: string
    state: 'VERIFYING' | 'VERIFIED' | 'CLOSED'
    usableFrom: Date | null
  } | null
  /** The last logins, and how many are open. */
  logins: {
    id: string
    channel: 'web' | 'api'
    device: string
    address: string | null
    lastSeenAt: Date
    open: boolean
  }[]
  consents: { document: 'terms' | 'privacy'; version: string; agreedAt: Date }[]
  /** The newest first; one that is not lifted holds. */
  freezes: Freeze[]
}

const LOGINS = 5

/** Throws FORBIDDEN, NOT_FOUND. */
export async function readMember(
  ctx: Pick<Ctx, 'db' | 'now'>,
  { operatorId, userId }: { operatorId: string; userId: string },
): Promise<Member> {
  const { db } = ctx
  await requireDuty(db, operatorId, 'members.read')
  if (!isId(userId)) throw new PosPayError('NOT_FOUND')
  const [[user], wallet, [account], logins, agreed, freezes, until] = await Promise.all([
    db.select().from(users).where(eq(users.id, userId)),
    readWallet(ctx, userId),
    db
      .select()
      .from(bankAccounts)
      .where(eq(bankAccounts.userId, userId))
      .orderBy(sql`${bankAccounts.state} = 'VERIFIED' desc`, desc(bankAccounts.requestedAt))
      .limit(1),
    db
      .select()
      .from(sessions)
      .where(eq(sessions.userId, userId))
      .orderBy(desc(sessions.lastSeenAt))
      .limit(LOGINS),
    db.select().from(consents).where(eq(consents.userId, userId)).orderBy(desc(consents.agreedAt)),
    readFreezes(ctx, userId),
    unmaskedUntil(ctx, { operatorId, userId }),
  ])
  if (!user) throw new PosPayError('NOT_FOUND')
  const shown = (text: string, mask: (text: string) => string) => (until ? text : mask(text))
  const { id, status, roles, createdAt } = user
  return {
    ...{ id, status, roles, createdAt, wallet, freezes },
    name: shown(user.name, maskName),
    email: user.email && shown(user.email, maskEmail),
    unmaskedUntil: until,
    account: account
      ? {
          bank: bankName(account.bankCode),
          tail: account.tail,
          holderName: shown(account.holderName, maskName),
          state: account.state,
          usableFrom: account.usableFrom,
        }
      : null,
    logins: logins.map((login) => ({
      id: login.id,
      channel: login.channel,
      device: deviceOf(login.userAgent),
      address: login.address && shown(login.address, maskAddress),
      lastSeenAt: login.lastSeenAt,
      open: login.endedAt === null && login.expiresAt > ctx.now(),
    })),
    consents: agreed.map(({ document, version, agreedAt }) => ({ document, version, agreedAt })),
  }
}

/** Whether an operator may act on a person: never on themselves. */
export function mayFreeze(
  operator: { id: string; roles: readonly string[] },
  { id }: Pick<Member, 'id'>,
): boolean {
  return hasDuty(operator, 'members.freeze') && operator.id !== id
}

const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]
const BROWSERS: [RegExp, string][] = [
  [/KAKAOTALK/i, '카카오톡'],
  [/NAVER/, '네이버 앱'],
  [/SamsungBrowser/, '삼성 인터넷'],
  [/Edg\//, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome/, 'Chrome'],
  [/Safari/, 'Safari'],
]

/** `Chrome · Windows`, as far as a device says so itself. */
export function deviceOf(userAgent: string | null): string {
  const named = [BROWSERS, SYSTEMS].flatMap(
    (known) => known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? [],
  )
  return named.join(' · ') || '알 수 없는 기기'
}
