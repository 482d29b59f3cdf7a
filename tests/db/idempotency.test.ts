import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { PosPayError } from '@/lib/errors'
import { once, type Answer } from '@/lib/idempotency/once'
import { countAgainst, forgetCount } from '@/lib/policy/rate-limit'
import { SECOND_MS } from '@/lib/time'
import { newRenter, openScene } from '../support/scene'

const scene = await openScene()
const { ctx, toss } = scene

async function newRequest(body: unknown = { amount: 1_000 }) {
  const { userId } = await newRenter(scene)
  return { userId, route: 'POST /test', key: randomUUID(), body }
}

const created: Answer = { status: 201, body: { id: 'first' } }

describe('a request with a key', () => {
  test('is run once, and a repeat gets the first answer to the letter', async () => {
    const request = await newRequest()
    let runs = 0
    const run = async () => ({ status: 201, body: { run: ++runs } })
    expect(await once(ctx, request, run)).toEqual({ status: 201, body: { run: 1 }, replayed: false })
    for (let i = 0; i < 3; i++) {
      expect(await once(ctx, request, run)).toEqual({ status: 201, body: { run: 1 }, replayed: true })
    }
  })

  test('fifty times at once runs once; the others are told to wait', async () => {
    const request = await newRequest()
    let runs = 0
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        once(ctx, request, async () => {
          runs++
          await new Promise((done) => setTimeout(done, 300))
          return created
        }),
      ),
    )
    expect(runs).toBe(1)
    for (const answer of answers) {
      if (answer.status === 'rejected') {
        expect(answer.reason).toMatchObject({ code: 'REQUEST_IN_PROGRESS', retryAfterSeconds: 1 })
      }
    }
  })

  test('with another body is refused, while the first runs and afterwards', async () => {
    const request = await newRequest()
    const other = { ...request, body: { amount: 2_000 } }
    await once(ctx, request, async () => {
      await expect(once(ctx, other, async () => created)).rejects.toMatchObject({
        code: 'IDEMPOTENCY_MISMATCH',
      })
      return created
    })
    await expect(once(ctx, other, async () => created)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    })
  })

  test('of one person and route says nothing to another', async () => {
    const request = await newRequest()
    await once(ctx, request, async () => created)
    const elsewhere = [
      { ...request, userId: (await newRenter(scene)).userId },
      { ...request, route: 'POST /other' },
    ]
    for (const other of elsewhere) {
      expect(await once(ctx, other, async () => created)).toMatchObject({ replayed: false })
    }
  })

  test.each([200, 201, 400, 402, 404, 410, 422])('answered %d is answered so for good', async (status) => {
    const request = await newRequest()
    await once(ctx, request, async () => ({ status, body: {} }))
    expect(await once(ctx, request, async () => created)).toMatchObject({ status, replayed: true })
  })

  test.each([202, 401, 409, 429, 500, 503])('answered %d may be asked again', async (status) => {
    const request = await newRequest()
    await once(ctx, request, async () => ({ status, body: {} }))
    expect(await once(ctx, request, async () => created)).toMatchObject({ status: 201, replayed: false })
  })

  test('that failed may be asked again', async () => {
    const request = await newRequest()
    const failing = once(ctx, request, async () => {
      throw new PosPayError('TRY_AGAIN')
    })
    await expect(failing).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    expect(await once(ctx, request, async () => created)).toMatchObject({ replayed: false })
  })

  test('whose process died may be asked again after half a minute, by one', async () => {
    const request = await newRequest()
    await new Promise<void>((begun) => {
      void once(ctx, request, () => {
        begun()
        return new Promise<never>(() => undefined)
      })
    })
    await expect(once(ctx, request, async () => created)).rejects.toMatchObject({
      code: 'REQUEST_IN_PROGRESS',
    })
    await toss.advance(31 * SECOND_MS)
    let runs = 0
    await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        once(ctx, request, async () => {
          runs++
          return created
        }),
      ),
    )
    expect(runs).toBe(1)
  })
})

describe('counting', () => {
  test('lets exactly as many through as the rule says, however many come at once', async () => {
    const key = randomUUID()
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, () => countAgainst(ctx, 'confirm', key)),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
    await forgetCount(ctx, 'confirm', key)
    await expect(countAgainst(ctx, 'confirm', key)).resolves.toBeUndefined()
  })

  test('lets nobody through when it cannot count', async () => {
    const broken = { db: { $client: { query: () => Promise.reject(new Error('down')) } } } as never
    await expect(countAgainst(broken, 'order', 'anybody')).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  })
})
