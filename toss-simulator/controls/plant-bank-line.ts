import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { TossError } from '@/toss-simulator/errors'

/**
 * `POST /__sim/bank/lines {amount, description?, counterparty?}`: something comes to the shop's account that no request
 * is behind, or leaves it, such as interest, the company's own money, or what nobody knows of.
 */
export const plantBankLine: ControlHandler = (simulator, body) => {
  const { amount, description = '타행이체', counterparty = '' } = (body ?? {}) as Record<string, unknown>
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount === 0)
    throw new TossError('INVALID_REQUEST', { message: 'amount must be a whole number of won, and not 0' })
  const at = simulator.clock.now()
  const line = {
    id: `line_${simulator.random.ulid(at)}`,
    ...{ at, amount, description: String(description), counterparty: String(counterparty) },
  }
  simulator.store.bankLines.save(line)
  return line
}
