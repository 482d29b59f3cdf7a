import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { reissueKey } from '@/toss-simulator/security/keys'

/** `POST /__sim/security-key`: a new one for the first shop, as the developer centre issues it and shows it once. */
export const playReissue: ControlHandler = (simulator) => ({
  securityKey: reissueKey(simulator, simulator.merchants[0]!),
})
