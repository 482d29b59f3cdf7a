import type { Endpoint } from '@/lib/endpoint'
import { newId } from '@/lib/ids'
import { registerAccount } from '@/lib/withdrawal/register-account'
import { hourOf, newPlace } from '../booking/support'
import { charged } from '../refund/support'
import { jpeg } from '../support/pictures'
import { paidOrder, type Scene } from '../support/scene'
import { accountOf, codeOf, freshLogin, richOwner } from '../withdrawal/support'
import { CONSENTS, held, newMember, newUser, PASSWORD } from './support'

type Path = `${Endpoint['method']} /${string}`

/** Who asks, for what, and with what: enough for the endpoint to succeed. */
export type Asked = {
  as?: string
  params?: Record<string, string>
  body?: unknown
  file?: Buffer
}

/** One way to succeed for every endpoint that changes something, by its method and path. */
export function handlersOf(scene: Scene): Record<Path, () => Promise<Asked>> {
  const { ctx } = scene
  return {
    'POST /users': async () => ({
      body: { name: '김하늘', email: `${newId()}@example.com`, password: PASSWORD, ...CONSENTS },
    }),
    'POST /sessions': async () => ({ body: { email: (await newMember(scene)).email, password: PASSWORD } }),
    'DELETE /sessions': async () => ({ as: await newUser(scene) }),
    'POST /orders': async () => ({ as: await newUser(scene), body: { amount: 10_000 } }),
    'POST /orders/{orderId}/confirm': async () => {
      const { userId, orderId, paymentKey } = await paidOrder(scene, 10_000n)
      return { as: userId, params: { orderId }, body: { paymentKey, amount: 10_000 } }
    },
    'POST /orders/{orderId}/refund': async () => {
      const { userId, orderId } = await charged(scene, 10_000n)
      return { as: userId, params: { orderId }, body: { amount: 10_000 } }
    },
    'POST /bookings': async () => {
      const { spaceId } = await newPlace(scene)
      const body = {
        spaceId,
        startAt: hourOf(ctx, 3, 10).toISOString(),
        endAt: hourOf(ctx, 3, 12).toISOString(),
      }
      return { as: await newUser(scene), body }
    },
    'POST /bookings/{bookingId}/pay': async () => {
      const { userId, bookingId } = await held(scene, 30_000n)
      return { as: userId, params: { bookingId }, body: {} }
    },
    'POST /bookings/{bookingId}/cancel': async () => {
      const { userId, bookingId } = await held(scene, 0n)
      return { as: userId, params: { bookingId }, body: {} }
    },
    'PUT /owner/bank-account': async () => ({ as: await newUser(scene), body: accountOf('1234') }),
    'POST /owner/bank-account/verify': async () => {
      const userId = await newUser(scene)
      const sessionId = await freshLogin(scene, userId)
      const own = { ...ctx, address: userId }
      const { accountId } = await registerAccount(own, { userId, sessionId, account: accountOf('1234') })
      return { as: userId, body: { code: await codeOf(scene, accountId) } }
    },
    'POST /spaces/{spaceId}/photos': async () => {
      const { ownerId, spaceId } = await newPlace(scene)
      return { as: ownerId, params: { spaceId }, file: await jpeg() }
    },
    'POST /withdrawals': async () => ({
      as: (await richOwner(scene, 90_000n)).userId,
      body: { amount: 40_000 },
    }),
  }
}
