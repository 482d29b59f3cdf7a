import type { Simulator } from '@/toss-simulator/simulator'

/** Answers a control request with the value of a 200 body, or throws a TossError. */
export type ControlHandler = (simulator: Simulator, body: unknown, params: Record<string, string>) => unknown
