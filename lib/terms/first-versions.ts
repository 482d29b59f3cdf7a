/** What every database begins with: the texts are in the migration that made their table. */
export const FIRST_VERSIONS = { terms: '2026-11-22', privacy: '2026-11-22' }
