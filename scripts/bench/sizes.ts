/** Entries of each book. Posting is measured on the main one; the large one is made only with `--full`. */
export const SMALL = 100_000
export const MAIN = 1_000_000
export const LARGE = 10_000_000

/** `10 million`, as rows are named. */
export function nameSize(entries: number): string {
  return entries >= MAIN ? `${entries / MAIN} million` : `${entries / 1000} thousand`
}
