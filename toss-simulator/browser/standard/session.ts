import type { KeyFamily } from './keys'

/** Whose requests these are and where they go. */
export interface Session {
  /** The simulator's origin: where this script came from. */
  origin: string
  clientKey: string
  customerKey: string
  family: KeyFamily
}
