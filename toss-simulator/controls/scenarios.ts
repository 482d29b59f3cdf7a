import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { TossError } from '@/toss-simulator/errors'
import { findScenario, SCENARIOS } from '@/toss-simulator/scenarios/catalog'

/** `GET /__sim/scenarios` */
export const listScenarios: ControlHandler = () => ({ items: SCENARIOS })

/** `POST /__sim/scenarios/{id} {times?}`: sets its faults, for the next requests that they match. */
export const playScenario: ControlHandler = (simulator, body, { id = '' }) => {
  const scenario = findScenario(id)
  if (!scenario) throw new TossError('NOT_FOUND', { message: 'There is no such scenario' })
  const { times } = (body ?? {}) as { times?: unknown }
  for (const fault of scenario.faults) simulator.faults.add({ ...fault, times: times ?? fault.times }, id)
  return scenario
}
