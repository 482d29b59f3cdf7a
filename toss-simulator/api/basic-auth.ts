import { TossError } from '@/toss-simulator/errors'
import { findBySecretKey, type Credential, type Merchant } from '@/toss-simulator/merchants'

/**
 * Who calls: `Basic base64(secretKey + ":")`. Like Toss, takes base64 without padding and the scheme in any case.
 * @throws {TossError} INCORRECT_BASIC_AUTH_FORMAT without the colon, UNAUTHORIZED_KEY for anything else unknown
 */
export function authenticateCaller(merchants: Merchant[], header: string | undefined): Credential {
  const encoded = /^basic +(\S+)$/i.exec(header ?? '')?.[1]
  if (!encoded) throw new TossError('UNAUTHORIZED_KEY')
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colonAt = decoded.indexOf(':')
  if (colonAt < 0) throw new TossError('INCORRECT_BASIC_AUTH_FORMAT')
  const credential = colonAt === decoded.length - 1 && findBySecretKey(merchants, decoded.slice(0, colonAt))
  if (!credential) throw new TossError('UNAUTHORIZED_KEY')
  return credential
}
