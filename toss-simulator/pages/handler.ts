import type { Answer } from '@/toss-simulator/http/message'
import type { Simulator } from '@/toss-simulator/simulator'

export interface PageRequest {
  params: Record<string, string>
  query: URLSearchParams
  body: string
}

/** Answers one request of a browser: a page, a file or a step of the payment window. */
export type PageHandler = (simulator: Simulator, request: PageRequest) => Answer | Promise<Answer>
