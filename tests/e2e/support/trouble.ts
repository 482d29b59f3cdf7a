import type { BrowserContext } from '@playwright/test'

export type Trouble = {
  /** Complaints that match are part of the test. */
  expect(pattern: RegExp): void
  unexpected(): string[]
}

/** Collects console errors, uncaught errors and violations of the content security policy, of every page and frame. */
export async function watchForTrouble(context: BrowserContext): Promise<Trouble> {
  const seen: string[] = []
  const expected: RegExp[] = []
  context.on('console', (message) => {
    if (message.type() === 'error') seen.push(`${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => seen.push(String(error.error().stack ?? error.error())))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`Blocked by the content security policy: ${violatedDirective} ${blockedURI}`)
    })
  })
  return {
    expect: (pattern) => void expected.push(pattern),
    unexpected: () => seen.filter((text) => !expected.some((pattern) => pattern.test(text))),
  }
}
