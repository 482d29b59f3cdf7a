import type { Credential } from '@/toss-simulator/merchants'
import type { Simulator } from '@/toss-simulator/simulator'

export interface ApiRequest {
  credential: Credential
  params: Record<string, string>
  query: URLSearchParams
  body: string
  /** What a fault wants the money to be refused with. */
  decline: string | null
}

/** Answers one API request with the value of a 200 body (undefined: an empty one), or throws a TossError. */
export type ApiHandler = (simulator: Simulator, request: ApiRequest) => unknown
