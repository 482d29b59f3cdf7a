/** What the visitor chose for the look; `system` follows the device and is stored as no cookie at all. */
export type Theme = 'system' | 'light' | 'dark'

export const THEME_COOKIE = 'theme'

export function readTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}
