import { createHash, randomBytes } from 'node:crypto'

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz'

/** Where made-up values come from. With a seed, the same requests at the same times give the same values. */
export interface Random {
  hex(length: number): string
  alphanumeric(length: number): string
  digits(length: number): string
  /** A lower-case ULID: 26 characters, sortable by `ms`. */
  ulid(ms: number): string
}

export function createRandom(seed?: string): Random {
  const byte = seed === undefined ? () => randomBytes(1)[0]! : seededBytes(seed)
  const pick = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[byte() % alphabet.length]).join('')
  return {
    hex: (length) => pick('0123456789abcdef', length),
    alphanumeric: (length) => pick(ALPHANUMERIC, length),
    digits: (length) => pick('0123456789', length),
    ulid: (ms) => ulidTime(ms) + pick(CROCKFORD, 16),
  }
}

function seededBytes(seed: string): () => number {
  let block = createHash('sha256').update(seed).digest()
  let index = 0
  return () => {
    if (index === block.length) {
      block = createHash('sha256').update(block).update(seed).digest()
      index = 0
    }
    return block[index++]!
  }
}

function ulidTime(ms: number): string {
  let rest = Math.floor(ms)
  let text = ''
  for (let i = 0; i < 10; i++) {
    text = CROCKFORD[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}
