import type { SpaceKind } from '../schema/space'

/** Colours of a room: its wall, its floor, what stands in it, and what draws the eye. */
export type Palette = { wall: string; floor: string; wood: string; accent: string; soft: string }

type Scene = { kind: SpaceKind; palette: Palette; evening: boolean }

/** A flat drawing of a room as SVG, 1200 by 900: by day, or in the evening and from its other side. */
export function drawScene({ kind, palette, evening }: Scene): string {
  const colours = evening ? dusk(palette) : palette
  const room = backdrop(colours, evening) + FURNITURE[kind](colours, evening)
  const turned = evening ? `<g transform="translate(1200 0) scale(-1 1)">${room}</g>` : room
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 900" width="1200" height="900">${turned}${light(evening)}</svg>`
}

const box = (x: number, y: number, width: number, height: number, fill: string, radius = 0) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}"/>`
const disc = (x: number, y: number, radius: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`
const oval = (x: number, y: number, across: number, down: number, fill: string) =>
  `<ellipse cx="${x}" cy="${y}" rx="${across}" ry="${down}" fill="${fill}"/>`
const shape = (path: string, fill: string) => `<path d="${path}" fill="${fill}"/>`
const line = (path: string, colour: string, width: number) =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
const times = (count: number, draw: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => draw(index)).join('')

const INK = '#23343a'

/** The same room with less light in it. */
function dusk({ wall, floor, wood, accent, soft }: Palette): Palette {
  return {
    wall: mix(wall, '#2b2f55', 0.5),
    floor: mix(floor, '#2b2440', 0.45),
    wood: mix(wood, '#2b2440', 0.2),
    accent,
    soft: mix(soft, '#2b2f55', 0.15),
  }
}

/** `share` of `b` in `a`. */
function mix(a: string, b: string, share: number): string {
  const part = (colour: string, at: number) => parseInt(colour.slice(at, at + 2), 16)
  const blended = [1, 3, 5].map((at) => Math.round(part(a, at) * (1 - share) + part(b, at) * share))
  return `#${blended.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function backdrop({ wall, floor, wood }: Palette, evening: boolean): string {
  return (
    box(0, 0, 1200, 900, wall) +
    box(0, 640, 1200, 260, floor) +
    box(0, 628, 1200, 14, mix(wall, wood, 0.35)) +
    times(4, (row) => line(`M0 ${692 + row * 56}H1200`, mix(floor, wood, 0.18), 3)) +
    cityWindow(760, 120, evening, wood)
  )
}

/** A wide window over the roofs of a city. */
function cityWindow(x: number, y: number, evening: boolean, wood: string): string {
  const sky = evening ? '#31456b' : '#cfe7ee'
  const far = evening ? '#24355a' : '#a9cfd6'
  const near = evening ? '#1a2947' : '#86b4bd'
  const lit = evening ? '#ffd98a' : '#e4f3f5'
  const heights = [90, 150, 120, 185, 105, 140]
  return (
    box(x - 12, y - 12, 364, 344, mix(wood, '#ffffff', 0.25), 10) +
    box(x, y, 340, 320, sky, 4) +
    disc(x + 258, y + 74, 34, evening ? '#f6ecd0' : '#fff4c9') +
    times(6, (i) => box(x + i * 57, y + 320 - heights[i]! - 42, 57, heights[i]! + 42, far)) +
    times(5, (i) => box(x + 10 + i * 66, y + 320 - heights[i + 1]! * 0.7, 52, heights[i + 1]! * 0.7, near)) +
    times(9, (i) => box(x + 22 + (i % 5) * 66, y + 248 + Math.floor(i / 5) * 30, 10, 14, lit, 2)) +
    box(x + 164, y, 12, 320, mix(wood, '#ffffff', 0.25)) +
    box(x - 24, y + 330, 388, 16, mix(wood, '#ffffff', 0.1), 6)
  )
}

function plant(x: number, y: number, pot: string): string {
  const leaf = (turn: number, colour: string) =>
    `<path transform="rotate(${turn} ${x} ${y})" d="M${x} ${y}C${x - 34} ${y - 70} ${x - 26} ${y - 140} ${x} ${y - 180}C${x + 26} ${y - 140} ${x + 34} ${y - 70} ${x} ${y}Z" fill="${colour}"/>`
  return (
    oval(x, y + 112, 74, 12, '#00000018') +
    leaf(-44, '#3f8f6b') +
    leaf(42, '#3f8f6b') +
    leaf(-20, '#57ab82') +
    leaf(20, '#4b9d76') +
    shape(`M${x - 52} ${y - 6}H${x + 52}L${x + 38} ${y + 110}H${x - 38}Z`, pot)
  )
}

function lamp(x: number, length: number, colour: string): string {
  return (
    line(`M${x} 0V${length}`, INK, 4) +
    shape(
      `M${x - 54} ${length + 52}Q${x - 48} ${length} ${x} ${length}Q${x + 48} ${length} ${x + 54} ${length + 52}Z`,
      colour,
    ) +
    oval(x, length + 54, 26, 9, '#fff1c4')
  )
}

function chair(x: number, y: number, colour: string): string {
  return (
    line(`M${x - 34} ${y + 64}L${x - 44} ${y + 132}M${x + 34} ${y + 64}L${x + 44} ${y + 132}`, INK, 8) +
    box(x - 46, y - 60, 92, 84, colour, 22) +
    box(x - 54, y + 34, 108, 32, mix(colour, '#000000', 0.12), 14)
  )
}

function table(x: number, y: number, width: number, wood: string): string {
  return (
    oval(x + width / 2, y + 178, width * 0.48, 16, '#00000018') +
    line(
      `M${x + 46} ${y + 20}L${x + 30} ${y + 174}M${x + width - 46} ${y + 20}L${x + width - 30} ${y + 174}`,
      mix(wood, '#000000', 0.3),
      14,
    ) +
    box(x, y, width, 30, wood, 12)
  )
}

/** A sunbeam by day; in the evening the glow of a lamp. */
function light(evening: boolean): string {
  if (!evening) return `<path d="M0 0H520L180 900H0Z" fill="#ffffff" opacity="0.07"/>`
  return (
    `<radialGradient id="glow" cx="0.62" cy="0.4" r="0.6"><stop offset="0" stop-color="#ffcf87" stop-opacity="0.28"/>` +
    `<stop offset="1" stop-color="#ffcf87" stop-opacity="0"/></radialGradient><rect width="1200" height="900" fill="url(#glow)"/>`
  )
}

/** What stands in a room of each kind. */
const FURNITURE: Record<SpaceKind, (palette: Palette, evening: boolean) => string> = {
  party: ({ accent, soft, wood }) =>
    line('M0 70Q300 190 600 84T1200 70', mix(wood, '#ffffff', 0.4), 4) +
    times(11, (i) =>
      shape(
        `M${50 + i * 104} ${98 + 34 * Math.abs(Math.sin(i * 0.9))}l46 0l-23 58Z`,
        [accent, soft, '#ffd27d'][i % 3]!,
      ),
    ) +
    disc(150, 300, 58, accent) +
    disc(246, 250, 66, soft) +
    disc(336, 322, 50, '#ffd27d') +
    line('M150 358Q170 470 214 560M246 316Q238 450 222 560M336 372Q300 470 230 560', INK, 3) +
    oval(420, 796, 330, 18, '#00000018') +
    box(120, 520, 600, 130, accent, 44) +
    box(96, 606, 648, 140, mix(accent, '#000000', 0.1), 40) +
    box(150, 590, 256, 84, mix(accent, '#ffffff', 0.16), 26) +
    box(424, 590, 256, 84, mix(accent, '#ffffff', 0.16), 26) +
    box(470, 548, 104, 100, soft, 24) +
    line('M160 746V792M680 746V792', INK, 14) +
    table(820, 640, 280, wood) +
    box(876, 560, 26, 80, '#4f9c84', 8) +
    box(882, 526, 14, 40, '#4f9c84', 5) +
    disc(1010, 604, 40, '#fbe3c0') +
    box(966, 604, 88, 34, soft, 8) +
    times(3, (i) => line(`M${988 + i * 22} 566V540`, '#ffffff', 6) + disc(988 + i * 22, 532, 6, '#ffb347')),
  practice: ({ accent, soft, wood }) =>
    box(60, 130, 560, 470, mix(wood, '#ffffff', 0.3), 12) +
    box(78, 148, 524, 434, '#d8ebef') +
    shape('M78 420L330 148H430L78 530Z', '#ffffff55') +
    shape('M300 582L560 300V400L390 582Z', '#ffffff44') +
    line('M40 520H640', mix(wood, '#000000', 0.1), 16) +
    line('M120 520V580M340 520V580M560 520V580', mix(wood, '#000000', 0.2), 10) +
    oval(900, 796, 210, 18, '#00000018') +
    box(760, 560, 280, 216, INK, 22) +
    disc(850, 668, 62, mix(INK, '#ffffff', 0.16)) +
    disc(850, 668, 26, accent) +
    disc(960, 632, 34, mix(INK, '#ffffff', 0.16)) +
    box(930, 694, 76, 14, soft, 7) +
    box(930, 722, 76, 14, soft, 7) +
    oval(360, 800, 230, 40, accent) +
    oval(360, 800, 170, 28, mix(accent, '#ffffff', 0.2)) +
    lamp(690, 96, soft) +
    plant(1120, 690, accent),
  meeting: ({ accent, soft, wood }) =>
    box(90, 150, 520, 300, '#ffffff', 14) +
    box(90, 150, 520, 300, '#00000008', 14) +
    line('M150 380L250 300L340 340L470 220', accent, 12) +
    [150, 250, 340, 470].map((x, i) => disc(x, [380, 300, 340, 220][i]!, 14, accent)).join('') +
    box(500, 320, 70, 18, soft, 9) +
    box(500, 352, 48, 18, soft, 9) +
    lamp(350, 60, INK) +
    lamp(640, 60, INK) +
    times(3, (i) => chair(290 + i * 240, 600, i === 1 ? soft : accent)) +
    table(140, 640, 820, wood) +
    box(250, 596, 130, 10, INK, 5) +
    shape('M262 596L274 520H374L366 596Z', mix(INK, '#ffffff', 0.2)) +
    box(560, 604, 90, 36, '#ffffff', 6) +
    box(760, 596, 34, 44, soft, 8) +
    plant(1090, 690, accent),
  studio: ({ accent, soft, wood }) =>
    box(110, 110, 30, 560, INK, 10) +
    box(590, 110, 30, 560, INK, 10) +
    box(100, 100, 530, 34, INK, 12) +
    shape('M140 130H590V600Q590 700 720 790H40Q140 700 140 600Z', soft) +
    shape('M140 600Q140 700 40 790H720Q590 700 590 600Z', mix(soft, '#000000', 0.06)) +
    oval(366, 752, 110, 16, '#00000018') +
    box(306, 590, 120, 16, wood, 8) +
    line('M322 606L304 748M410 606L428 748M314 680H418', wood, 11) +
    oval(820, 806, 120, 14, '#00000018') +
    line('M820 470L754 800M820 470L886 800M820 470V800', INK, 11) +
    box(734, 380, 172, 112, INK, 18) +
    disc(820, 436, 40, mix(INK, '#ffffff', 0.25)) +
    disc(820, 436, 22, accent) +
    box(790, 356, 60, 28, INK, 8) +
    line('M1060 800V280', INK, 11) +
    line('M1010 806L1060 740L1110 806', INK, 11) +
    shape('M980 180L1140 230L1110 360L950 300Z', '#ffffff') +
    shape('M1140 230L1172 262L1146 352L1110 360Z', INK),
  kitchen: ({ accent, soft, wood }) =>
    times(5, (row) =>
      times(10, (column) =>
        box(
          30 + column * 68,
          330 + row * 44,
          64,
          40,
          (row + column) % 3 ? '#ffffff66' : mix(soft, '#ffffff', 0.2),
          4,
        ),
      ),
    ) +
    box(60, 110, 300, 170, accent, 12) +
    box(380, 110, 300, 170, mix(accent, '#ffffff', 0.12), 12) +
    line('M210 130V260M530 130V260', '#00000022', 5) +
    disc(192, 196, 8, wood) +
    disc(228, 196, 8, wood) +
    box(0, 548, 760, 34, wood, 8) +
    box(20, 582, 720, 220, mix(accent, '#000000', 0.08), 10) +
    line('M260 590V796M500 590V796', '#00000022', 5) +
    box(548, 620, 150, 130, INK, 12) +
    box(566, 650, 114, 70, '#ffb35c', 8) +
    oval(150, 510, 84, 16, INK) +
    box(82, 456, 136, 62, mix(INK, '#ffffff', 0.18), 16) +
    line('M70 478H50M230 478H250', INK, 14) +
    line('M126 420Q112 392 130 366M166 420Q152 392 170 366', '#ffffffaa', 8) +
    box(330, 488, 22, 60, '#4f9c84', 8) +
    box(366, 470, 22, 78, soft, 8) +
    disc(450, 524, 26, '#e8694f') +
    disc(492, 530, 20, '#f2b04c') +
    table(800, 610, 340, wood) +
    oval(960, 600, 86, 14, '#ffffff') +
    oval(960, 592, 48, 16, '#e8694f') +
    lamp(960, 60, accent),
  other: ({ accent, soft, wood }) =>
    box(90, 160, 500, 20, wood, 8) +
    box(90, 340, 500, 20, wood, 8) +
    times(9, (i) =>
      box(112 + i * 50, 160 - 70 - (i % 3) * 14, 34, 70 + (i % 3) * 14, [accent, soft, '#e9c46a'][i % 3]!, 5),
    ) +
    times(6, (i) =>
      box(130 + i * 62, 340 - 84 + (i % 2) * 18, 40, 84 - (i % 2) * 18, [soft, '#e9c46a', accent][i % 3]!, 5),
    ) +
    disc(540, 306, 32, mix(wood, '#ffffff', 0.4)) +
    oval(420, 806, 360, 46, mix(soft, '#ffffff', 0.2)) +
    table(150, 610, 520, wood) +
    shape('M230 606Q230 540 290 540Q350 540 350 606Z', accent) +
    box(460, 560, 120, 46, '#ffffff', 8) +
    chair(270, 640, soft) +
    chair(540, 640, accent) +
    lamp(410, 60, '#e9c46a') +
    plant(1060, 690, wood),
}
