import type { ControlHandler } from '@/toss-simulator/controls/handler'

/** `POST /__sim/faults {match, nth, times, fault, param}` */
export const addFault: ControlHandler = (simulator, body) => simulator.faults.add(body)

/** `GET /__sim/faults` */
export const listFaults: ControlHandler = (simulator) => ({ items: simulator.faults.list() })

/** `DELETE /__sim/faults` */
export const clearFaults: ControlHandler = (simulator) => {
  simulator.faults.clear()
  return { items: [] }
}
