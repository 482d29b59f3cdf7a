/** What `npm test -- --seed 7` and the like hand to a test file. */
export type RunOptions = {
  seed: number | null
  /** Which case of the seed, as a failure prints it. */
  path: string | null
  /** How much to do; null is the slice that every run does. */
  commands: number | null
  schedules: number | null
}

export function runOptions(): RunOptions {
  const { TEST_SEED, TEST_PATH, TEST_COMMANDS, TEST_SCHEDULES } = process.env
  return {
    seed: whole(TEST_SEED),
    path: TEST_PATH || null,
    commands: whole(TEST_COMMANDS),
    schedules: whole(TEST_SCHEDULES),
  }
}

function whole(text: string | undefined): number | null {
  if (!text) return null
  if (!/^\d+$/.test(text)) throw new Error(`${text} is not a whole number`)
  return Number(text)
}

/** `21,004` */
export const figure = (count: number): string => count.toLocaleString('en-US')
