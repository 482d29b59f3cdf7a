import { randomBytes } from 'node:crypto'
import type { Sealer } from '@/lib/seal'
import { toBase32 } from './totp'

const CODES = 10
/** 60 bits in twelve letters. */
const LETTERS = 12

/** Codes for the day on which the phone is gone; each is good once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const letters = toBase32(randomBytes(LETTERS)).slice(0, LETTERS)
    return letters.match(/.{4}/g)!.join('-')
  })
}

/** However it was typed. */
export function hashRecoveryCode(sealer: Sealer, code: string): string {
  return sealer.fingerprint(`recovery:${code.toUpperCase().replace(/[^A-Z2-7]/g, '')}`)
}
