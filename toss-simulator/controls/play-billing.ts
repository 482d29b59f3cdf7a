import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { readDecline } from '@/toss-simulator/controls/play-buyer'
import { openBillingWindow } from '@/toss-simulator/billing/open-window'
import { authenticateCard } from '@/toss-simulator/billing/register-card'
import { TossError } from '@/toss-simulator/errors'

const DEFAULT_COMPANY = '61'

/**
 * `POST /__sim/billing/authenticate {clientKey, customerKey, cardCompany?, decline?}` → `{authKey}`.
 * Plays the buyer who registers a card; `decline` refuses every later charge of it.
 */
export const playRegistration: ControlHandler = (simulator, body) => {
  const wish = (body ?? {}) as Record<string, unknown>
  const { clientKey, customerKey, cardCompany = DEFAULT_COMPANY, decline } = wish
  const auth = openBillingWindow(simulator, { clientKey, customerKey, method: 'CARD' }, null)
  return { authKey: authenticateCard(simulator, auth, cardCompany, readDecline(decline)).authKey }
}

/**
 * `POST /__sim/billing/keys {customerKey, decline?, remove?}`: from now on the customer's cards are refused with
 * `decline`, or charged when it is null; `remove` takes their keys away as if somebody had deleted them.
 */
export const changeKeys: ControlHandler = (simulator, body) => {
  const { customerKey, decline, remove = false } = (body ?? {}) as Record<string, unknown>
  const keys = simulator.store.listBillingKeys().filter((key) => key.customerKey === customerKey)
  if (keys.length === 0) throw new TossError('NOT_FOUND_BILLING')
  for (const key of keys) {
    const declineCode = decline === undefined ? key.declineCode : readDecline(decline)
    simulator.store.saveBillingKey({ ...key, declineCode, removed: key.removed || remove === true })
  }
  return listed(simulator.store.listBillingKeys().filter((key) => key.customerKey === customerKey))
}

/** `GET /__sim/billing/keys`: whose cards may be charged. The keys themselves are not shown. */
export const listKeys: ControlHandler = (simulator) => listed(simulator.store.listBillingKeys())

function listed(keys: { billingKey: string }[]) {
  return { items: keys.map(({ billingKey: _hidden, ...shown }) => shown) }
}
