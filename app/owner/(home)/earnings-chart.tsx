import { formatWon } from '@/lib/money'

const WIDTH = 600
const HEIGHT = 160
/** Room for the bar of a day on which more went back than came in. */
const BASE_RATIO = 0.9
const GAP = 0.3

type Props = { steps: { name: string; net: bigint }[] }

/** One bar for each step, down for what went back. The table beside it says the same in words. */
export function EarningsChart({ steps }: Props) {
  const heights = steps.map(({ net }) => Number(net))
  const most = Math.max(1, ...heights)
  const least = Math.min(0, ...heights)
  const base = least < 0 ? (HEIGHT * most) / (most - least) : HEIGHT
  const scale = (least < 0 ? base : HEIGHT * BASE_RATIO) / most
  const slot = WIDTH / steps.length
  const [first, last] = [steps[0]!, steps.at(-1)!]
  const best = steps.reduce((a, b) => (b.net > a.net ? b : a))
  const label =
    best.net > 0n
      ? `${first.name}부터 ${last.name}까지. 가장 많이 번 때는 ${best.name}, ${formatWon(best.net)}.`
      : `${first.name}부터 ${last.name}까지 번 돈이 없어요.`
  return (
    <figure className="mt-5">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        className="h-36 w-full overflow-visible"
      >
        <line x1={0} x2={WIDTH} y1={base} y2={base} className="stroke-line" strokeWidth={1.5} />
        {steps.map(({ name, net }, index) => {
          const height = Math.abs(Number(net)) * scale
          if (height === 0) return null
          return (
            <rect
              key={name}
              x={index * slot + (slot * GAP) / 2}
              y={net > 0n ? base - height : base}
              width={slot * (1 - GAP)}
              height={Math.max(2, height)}
              className={net > 0n ? 'fill-brand' : 'fill-danger'}
            >
              <title>{`${name} ${formatWon(net)}`}</title>
            </rect>
          )
        })}
      </svg>
      <figcaption className="mt-2 flex justify-between text-caption text-ink-faint" aria-hidden="true">
        <span>{first.name}</span>
        <span>{last.name}</span>
      </figcaption>
    </figure>
  )
}
