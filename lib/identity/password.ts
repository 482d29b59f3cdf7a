import { hash, verify } from '@node-rs/argon2'

/** OWASP's minimum for argon2id, the library's algorithm; libuv's four threads bound how many run at once. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS)
}

// Compared against where there is no user, so that both answers take as long.
let nobody: Promise<string> | undefined

/** Takes as long for an unknown user, whose hash is null, as for a known one. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('a password that nobody has')
  const matches = await verify(passwordHash ?? (await nobody), password)
  return matches && passwordHash !== null
}
