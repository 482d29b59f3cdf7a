import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { settle } from './pages'

const WIDTHS = [360, 1280]
const THEMES = ['light', 'dark'] as const
/** All that a theme changes: nothing but colours differs between the two. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** No axe rule is broken by what the page shows now: in both themes, on a phone and on a desk, frames included. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.waitForFunction(
        (dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark,
        theme === 'dark',
      )
      await settle(page)
      // What was painted in the middle of a change is looked at again; what is wrong stays wrong.
      const rules = theme === 'light' ? null : OF_COLOURS
      const look = () => analyze(page, rules)
      const found = (await look()).length === 0 ? [] : await settle(page).then(look)
      expect.soft(found, `${width} px, ${theme}`).toEqual([])
    }
  }
}

async function analyze(page: Page, rules: string[] | null) {
  // What puts the findings of frames together opens another page each time, as slow as the rules themselves.
  const alone = page.frames().length === 1
  const axe = new AxeBuilder({ page }).setLegacyMode(alone)
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary })),
  )
}
