import type { Trouble } from './model'
import type { World } from './world'

const SLOWLY_MS = 5
const EVERY = 10_000

/** Does the work while Toss has this trouble with everybody. */
export async function troubled<T>({ toss }: World, trouble: Trouble, work: () => Promise<T>): Promise<T> {
  const { confirm, deaf } = trouble
  if (!confirm && !deaf) return work()
  const param = confirm === 'delay' ? SLOWLY_MS : undefined
  if (confirm) await toss.fault(confirm, { times: EVERY, param })
  if (deaf) await toss.fault('http5xx-before', { match: 'GET /v1/payments/orders/*', times: EVERY })
  try {
    return await work()
  } finally {
    await toss.clearFaults()
  }
}
