import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { Failure } from '../failure'

/** The system user that the server runs as when we are root; Postgres refuses to run as root itself. */
export type ServerAccount = { uid: number; gid: number }

const OWN_ACCOUNT = 'pospay-db'

/**
 * Null when we are not root: the server then runs as ourselves.
 * An existing cluster decides for its owner, so that it stays usable whatever accounts come and go.
 */
export function chooseServerAccount(existingCluster: string | null): ServerAccount | null {
  const ourselves = process.getuid?.()
  if (ourselves === undefined) return null
  const owner = existingCluster === null ? null : statSync(existingCluster)
  if (ourselves === 0) {
    if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
    return findAccount('postgres') ?? findAccount(OWN_ACCOUNT) ?? createAccount()
  }
  if (owner && owner.uid !== ourselves) {
    throw new Failure(
      `The database in ${existingCluster} belongs to another user (uid ${owner.uid}). ` +
        `Start as that user, or set POSPAY_DATA_DIR to another folder.`,
    )
  }
  return null
}

function findAccount(name: string): ServerAccount | null {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}

function createAccount(): ServerAccount {
  const attempts = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_ACCOUNT],
    ['adduser', '-S', '-D', '-H', OWN_ACCOUNT],
  ]
  for (const [command = '', ...args] of attempts) {
    try {
      execFileSync(command, args, { stdio: 'pipe' })
    } catch {
      continue
    }
    const account = findAccount(OWN_ACCOUNT)
    if (account) return account
  }
  throw new Failure(
    `Postgres does not run as root, and no system user for it could be created (${OWN_ACCOUNT}). ` +
      `Start as an ordinary user, or set DATABASE_URL to a Postgres of your own.`,
  )
}
