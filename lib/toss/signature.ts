import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Whether Toss signed these bytes at this time: `v1:<base64>`, or two of them while its key is being changed, and any
 * match is good. Toss does not say whether the security key is its 32 bytes or the 64 characters that it is shown as,
 * so both count.
 */
export function isSigned(
  { raw, sentAt, signature }: { raw: Uint8Array; sentAt: string; signature: string },
  securityKey: string,
): boolean {
  const expected = [Buffer.from(securityKey, 'hex'), securityKey].map((key) =>
    createHmac('sha256', key).update(raw).update(`:${sentAt}`).digest(),
  )
  const given = signature
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.startsWith('v1:'))
    .map((part) => Buffer.from(part.slice('v1:'.length), 'base64'))
  return given.some((one) =>
    expected.some((other) => one.length === other.length && timingSafeEqual(one, other)),
  )
}
