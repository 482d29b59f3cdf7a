import { randomUUID } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { API_SECRET_KEY, type Reply, type Scene } from './scene'

export const SECURITY_KEY = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'

/** A weekday, at ten in the morning in Seoul. */
export const MORNING = Date.parse('2026-11-25T10:00:00+09:00')

export interface SealedOptions {
  securityKey?: string
  /** What the protected header says; now, and a nonce that nobody used. */
  stamp?: Record<string, unknown>
  headers?: Record<string, string>
}

/** As another implementation writes it. */
export async function sealed(scene: Scene, body: unknown, options: SealedOptions = {}): Promise<string> {
  const { json: clock } = await scene.control('GET', '/__sim/clock')
  const header = { alg: 'dir', enc: 'A256GCM', iat: clock.now, nonce: randomUUID(), ...options.stamp }
  return new CompactEncrypt(Buffer.from(JSON.stringify(body)))
    .setProtectedHeader(header as never)
    .encrypt(Buffer.from(options.securityKey ?? SECURITY_KEY, 'hex'))
}

/** What is in an answer, and how its header reads. */
export async function unsealed(jwe: string, securityKey = SECURITY_KEY) {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, Buffer.from(securityKey, 'hex'))
  return { header: protectedHeader, json: JSON.parse(Buffer.from(plaintext).toString()) }
}

/** Sends an encrypted request as a shop does, and reads the answer where it is encrypted too. */
export async function post(
  scene: Scene,
  path: string,
  body: unknown,
  options: SealedOptions = {},
): Promise<Reply> {
  const reply = await scene.call('POST', path, {
    key: API_SECRET_KEY,
    body: await sealed(scene, body, options),
    headers: {
      'content-type': 'text/plain',
      'tosspayments-api-security-mode': 'ENCRYPTION',
      ...options.headers,
    },
  })
  if (reply.text.startsWith('{')) return reply
  return { ...reply, json: (await unsealed(reply.text, options.securityKey)).json }
}

export function get(scene: Scene, path: string): Promise<Reply> {
  return scene.call('GET', path, { key: API_SECRET_KEY })
}

let lastReference = 0

export function newReference(): string {
  lastReference += 1
  return `reference-${lastReference}`
}

export const corporate = () => ({
  refSellerId: newReference(),
  businessType: 'CORPORATE',
  company: {
    name: '주식회사 하늘',
    representativeName: '김하늘',
    businessRegistrationNumber: '1234567890',
    email: 'sky@example.com',
    phone: '01012345678',
  },
  account: { bankCode: '004', accountNumber: '12345678901234', holderName: '주식회사 하늘' },
})

export const individual = () => ({
  refSellerId: newReference(),
  businessType: 'INDIVIDUAL',
  individual: { name: '김하늘', email: 'sky@example.com', phone: '01012345678' },
  account: { bankCode: '092', accountNumber: '100012345678', holderName: '김하늘' },
})

/** A seller who may be paid; its id. */
export async function approved(scene: Scene, fields: object = {}): Promise<string> {
  const { json } = await post(scene, '/v2/sellers', { ...corporate(), ...fields })
  return json.entityBody.id
}

/** Brings in that much to pay out. */
export async function fund(scene: Scene, amount: number): Promise<void> {
  await scene.control('POST', '/__sim/balances', { amount })
}

export const express = (destination: string, value = 5_000, fields: object = {}) => ({
  refPayoutId: newReference(),
  destination,
  scheduleType: 'EXPRESS',
  amount: { currency: 'KRW', value },
  transactionDescription: '정산금',
  ...fields,
})

export const scheduled = (destination: string, payoutDate: string, value = 5_000) => ({
  ...express(destination, value),
  scheduleType: 'SCHEDULED',
  payoutDate,
})
