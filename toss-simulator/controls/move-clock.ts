import { formatTime } from '@/toss-simulator/clock'
import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { TossError } from '@/toss-simulator/errors'
import type { Simulator } from '@/toss-simulator/simulator'

/** `GET /__sim/clock` */
export const readClock: ControlHandler = (simulator) => show(simulator)

/** `POST /__sim/clock {advanceMs}`: moves time for the simulator and for everything that reads the clock file. */
export const advanceClock: ControlHandler = (simulator, body) => {
  const { advanceMs } = (body ?? {}) as { advanceMs?: unknown }
  if (typeof advanceMs !== 'number' || !Number.isSafeInteger(advanceMs)) {
    throw new TossError('INVALID_REQUEST', { message: 'advanceMs must be a whole number of milliseconds' })
  }
  simulator.clock.setOffset(simulator.clock.offsetMs() + advanceMs)
  return show(simulator)
}

/** `DELETE /__sim/clock`: back to the machine's time. */
export const resetClock: ControlHandler = (simulator) => {
  simulator.clock.setOffset(0)
  return show(simulator)
}

function show({ clock }: Simulator) {
  return { now: formatTime(clock.now()), offsetMs: clock.offsetMs() }
}
