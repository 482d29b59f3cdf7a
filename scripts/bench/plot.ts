import { spread } from './arithmetic'
import { figures, type Measured } from './outcome'

const WIDTH = 760
const BAR = 16
const STEP = 34
const NAMES = 300
const FIGURES = 70
const TOP = 40

/** What is written per second, as bars with the range of the rounds over them. An SVG that follows the reader's theme. */
export function drawPlot(all: Measured[]): string {
  const bars = all
    .filter(({ row }) => row.figure !== 'ms')
    .map((measured) => ({ name: measured.row.name, unit: measured.row.figure, ...spread(figures(measured)) }))
  const most = Math.max(...bars.map(({ max }) => max), 1)
  const at = (value: number) => Math.round(NAMES + (value / most) * (WIDTH - NAMES - FIGURES))
  const height = TOP + bars.length * STEP + 6
  const drawn = bars.map(({ name, unit, median, min, max }, index) => {
    const y = TOP + index * STEP
    const middle = y + BAR / 2
    const kind = unit === 'transactions/s' ? 'reference' : 'bar'
    return `
  <text x="${NAMES - 10}" y="${middle + 4}" text-anchor="end">${name}</text>
  <rect class="${kind}" x="${NAMES}" y="${y}" width="${at(median) - NAMES}" height="${BAR}" rx="2" />
  <path class="range" d="M${at(min)} ${middle}H${at(max)}M${at(min)} ${middle - 4}v8M${at(max)} ${middle - 4}v8" />
  <text x="${at(max) + 8}" y="${middle + 4}">${Math.round(median).toLocaleString('en')}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Transactions per second, median of the rounds with their range">
  <style>
    text { font: 12px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600 }
    .bar { fill: #2f6fdb }
    .reference { fill: #8c959f }
    .range { stroke: #1f2328; stroke-width: 1.5; fill: none }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .bar { fill: #4d8dff }
      .reference { fill: #7d8590 }
      .range { stroke: #e6edf3 }
    }
  </style>
  <text class="title" x="${NAMES}" y="20">per second: median, and the range of the rounds</text>${drawn.join('')}
</svg>
`
}
