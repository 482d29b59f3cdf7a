import type { Sample } from './measure'
import type { World } from './world'

/** What a row must reach, or what it is only shown against. */
export type Goal =
  /** Its figure as a multiple of another row's. */
  | { kind: 'faster'; than: string; atLeast?: number }
  /** How many times slower it is than another row. */
  | { kind: 'slower'; than: string; atMost?: number }
  | { kind: 'limit'; on: 'p50Ms' | 'p95Ms'; atMost: number }

/** One kind of work that is run once in every round. */
export type Row = {
  /** Also how other rows refer to it. */
  name: string
  /** What its figure counts: things per second, or the time that one takes. */
  figure: 'payments/s' | 'transactions/s' | 'requests/s' | 'pages/s' | 'ms'
  /** Only with `--full`. */
  full?: boolean
  goals: Goal[]
  /** Makes ready what it needs, before the first round. Answers what runs it for about so many seconds. */
  open(world: World): Promise<(seconds: number) => Promise<Sample>>
}
