import { errorSchema } from './payment'

/** No order of anybody's: Toss refuses only after it has looked at the key. */
const NO_ORDER = '/v1/payments/orders/pospay-doctor-no-such-order'
const PATIENCE_MS = 10_000

export type Probe = { accepted: boolean; code: string | null; date: Date | null }

/** Whether Toss takes a key, and what time it has. Has no effect there, and is about nothing that is ours. */
export async function probeToss(baseUrl: string, secretKey: string): Promise<Probe> {
  const answer = await fetch(new URL(NO_ORDER, baseUrl), {
    headers: { authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}` },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const error = errorSchema.safeParse(await answer.json().catch(() => null))
  const date = new Date(answer.headers.get('date') ?? '')
  return {
    accepted: answer.status === 404 && error.success && error.data.code === 'NOT_FOUND_PAYMENT',
    code: error.success ? error.data.code : String(answer.status),
    date: Number.isNaN(date.getTime()) ? null : date,
  }
}
