import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

/** What is published of a day's end, KST. Amounts are won. */
export type Statement = {
  day: string
  /** What users have in their wallets, and how many of them have something. */
  deposits: bigint
  people: number
  /** What else is owed: earnings, and money on its way to a bank or a card. */
  otherOwed: bigint
  safeguarded: bigint
  /** What Toss has taken for us and not settled yet. */
  atToss: bigint
  /** Hash of the sum tree of all wallets, in hex. */
  root: string
  /** The last link of the chain of what touches no wallet, in hex; empty before the first. */
  platformHead: string
}

/** The statement as it is signed: one line each, in this order. */
export function toText(statement: Statement): string {
  const { day, deposits, people, otherOwed, safeguarded, atToss, root, platformHead } = statement
  return [
    'pospay-proof-1',
    `day=${day}`,
    `deposits=${deposits}`,
    `people=${people}`,
    `otherOwed=${otherOwed}`,
    `safeguarded=${safeguarded}`,
    `atToss=${atToss}`,
    `root=${root}`,
    `platformHead=${platformHead}`,
  ].join('\n')
}

export type Signed = { publicKey: string; signature: string }

/** Ed25519 over the text. `seed`: 32 bytes in base64. */
export function signStatement(statement: Statement, seed: string): Signed {
  const key = privateKey(seed)
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
    signature: sign(null, Buffer.from(toText(statement)), key).toString('base64'),
  }
}

export function isSigned(statement: Statement, { publicKey, signature }: Signed): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' })
  return verify(null, Buffer.from(toText(statement)), key, Buffer.from(signature, 'base64'))
}

/** What stands before a seed in PKCS#8 (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

function privateKey(seed: string): KeyObject {
  const key = Buffer.concat([PKCS8_ED25519, Buffer.from(seed, 'base64')])
  return createPrivateKey({ key, type: 'pkcs8', format: 'der' })
}
