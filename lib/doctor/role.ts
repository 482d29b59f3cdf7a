import { sql } from 'drizzle-orm'
import { APP_ROLE } from '@/db/client'
import type { Tx } from '@/db/tx'
import { isProduction, notHere, ok, red, type Check, type Doctor, type Finding } from './check'
import { isAllowed, undone } from './undone'

/** None of these changes a row even where it is let through: what counts is whether the role may. */
const ATTEMPTS = {
  '지갑 잔액 바꾸기': 'update wallets set balance = balance where false',
  '지갑 지우기': 'delete from wallets where false',
  '지갑 만들기': 'insert into wallets (user_id) select user_id from wallets where false',
  '거래 바꾸기': 'update transactions set actor = actor where false',
  '거래 지우기': 'delete from transactions where false',
  '거래 직접 쓰기': 'insert into transactions (id) select id from transactions where false',
  '분개 바꾸기': 'update entries set amount = amount where false',
  '분개 지우기': 'delete from entries where false',
  '분개 직접 쓰기': 'insert into entries (transaction_id) select transaction_id from entries where false',
  '감사 기록 지우기': 'delete from audit_log where false',
  '트리거 끄기': 'alter table entries disable trigger entries_append_only',
  '복제 모드로 트리거 피하기': "set local session_replication_role = 'replica'",
  '표 만들기': 'create table doctor_attempt ()',
}

export const ROLE_CHECKS: Check[] = [
  {
    key: 'app-role',
    group: 'database',
    title: '잔액은 서버의 분개 함수로만 바뀜 (앱 역할로 직접 시도)',
    who: 'developer',
    run: ({ ctx }) => undone(ctx.db, (tx) => attempt(tx)),
  },
  {
    key: 'login-role',
    group: 'database',
    title: 'DATABASE_URL로 로그인한 역할도 제한됨',
    who: 'developer',
    async run(doctor) {
      const finding = await undone(doctor.ctx.db, async (tx) => {
        await tx.execute(sql`set local role none`)
        return attempt(tx)
      })
      if (finding.state === 'ok' || isProduction(doctor) || doctor.env.DATABASE_OWNER_URL) return finding
      return notHere(
        '데이터베이스 주소가 하나뿐이라 접속한 뒤 제한된 역할로 바꿔요. 실제 운영에서는 나눠야 해요.',
      )
    },
  },
  {
    key: 'owner-apart',
    group: 'database',
    title: '표의 주인 계정이 웹과 워커에 없음',
    who: 'developer',
    async run(doctor: Doctor) {
      const { DATABASE_URL, DATABASE_OWNER_URL } = doctor.env
      if (DATABASE_OWNER_URL && sameLogin(DATABASE_URL, DATABASE_OWNER_URL))
        return red('DATABASE_URL과 DATABASE_OWNER_URL이 같은 계정이에요.', SPLIT)
      return ok(
        DATABASE_OWNER_URL ? '마이그레이션은 다른 계정으로 해요.' : '이 프로세스는 주인 계정을 몰라요.',
      )
    },
  },
]

const SPLIT = `DATABASE_URL에는 ${APP_ROLE} 계정을, DATABASE_OWNER_URL에는 표의 주인을 넣고, 뒤의 것은 마이그레이션에만 주세요.`

async function attempt(tx: Tx): Promise<Finding> {
  const { rows } = await tx.execute<{ role: string; superuser: boolean; owner: boolean }>(sql`
    select current_user as role, r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication as superuser,
      exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and pg_has_role(r.oid, c.relowner, 'member')) as owner
    from pg_roles r where r.rolname = current_user`)
  const { role, superuser, owner } = rows[0]!
  if (superuser) return red(`${role} 역할에 관리 권한이 있어요.`, SPLIT)
  if (owner) return red(`${role} 역할이 표의 주인이에요.`, SPLIT)
  const allowed: string[] = []
  for (const [name, statement] of Object.entries(ATTEMPTS))
    if (await isAllowed(tx, statement)) allowed.push(name)
  if (allowed.length)
    return red(
      `${role} 역할이 할 수 있는 일: ${allowed.join(', ')}`,
      '마이그레이션이 준 권한 말고는 모두 거두어 주세요.',
    )
  return ok(`${role} 역할로 ${Object.keys(ATTEMPTS).length}가지를 시도했고 모두 거절됐어요.`)
}

function sameLogin(one: string, other: string): boolean {
  return new URL(one).username === new URL(other).username
}
