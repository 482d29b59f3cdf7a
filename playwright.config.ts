import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'

/** What keeps a Chromium quiet and at work in a container; it reaches nothing beyond this machine. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const SCREENSHOTS = 'screenshots.ts'
/** They need a site whose withdrawals Toss carries. */
const BY_TOSS = 'by-toss/**'

/**
 * The browser tests. `npm test` starts a site for them; APP_URL, SIMULATOR_URL and POSPAY_DATA_DIR name another one,
 * started with RATE_LIMITS=off; WITHDRAW_BY says that Toss carries its withdrawals. `SCREENSHOTS=1` takes the pictures
 * of docs/images instead.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Axe looks at a page in both themes and sizes, which takes a slow machine many seconds.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.APP_URL,
    actionTimeout: 10_000,
    locale: 'ko-KR',
    // Not Korea: every time on a page must be Korean time wherever the browser is.
    timezoneId: 'America/Los_Angeles',
    viewport: { width: 1280, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: process.env.POSPAY_CHROMIUM || '/usr/bin/chromium', args: QUIET },
    screenshot: 'only-on-failure',
  },
  projects: projects(),
})

function projects(): PlaywrightTestConfig['projects'] {
  if (process.env.SCREENSHOTS) return [{ name: 'screenshots', testMatch: SCREENSHOTS, workers: 1 }]
  if (process.env.WITHDRAW_BY === 'toss')
    return [{ name: 'by-toss', testMatch: `${BY_TOSS}/*.spec.ts`, workers: 1 }]
  return [
    // A teardown because that runs after the others whether or not one of them failed.
    { name: 'together', testIgnore: ['alone/**', BY_TOSS], teardown: 'alone' },
    // They break Toss or move the clock, which is the same Toss and clock for everybody.
    { name: 'alone', testMatch: 'alone/**/*.spec.ts', workers: 1 },
  ]
}
