import { expect } from 'vitest'
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type FrameLocator,
  type Page,
} from 'playwright-core'
import type { HostPage } from './host-page'
import type { Scene } from './scene'

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.POSPAY_CHROMIUM || '/usr/bin/chromium', args: QUIET })
}

export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 14; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
}

/** A buyer's tab on the shop's page; whatever the page's policy blocked or threw is in `troubles`. */
export interface Buyer {
  page: Page
  troubles: string[]
  methods: FrameLocator
  agreement: FrameLocator
  window: FrameLocator
  /** Loads the shop's page afresh. */
  visit(): Promise<void>
  close(): Promise<void>
}

export async function openShop(
  browser: Browser,
  host: HostPage,
  options?: BrowserContextOptions,
): Promise<Buyer> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) {
      troubles.push(message.text())
    }
  })
  return {
    page,
    troubles,
    methods: page.frameLocator('iframe[title="결제 방법"]'),
    agreement: page.frameLocator('iframe[title="약관 동의"]'),
    window: page.frameLocator('iframe[title="결제창"]'),
    visit: async () => void (await page.goto(host.url)),
    close: () => context.close(),
  }
}

/**
 * Runs `script` in the shop's page, where `toss` is what the official loader gave for the client key and `shop` an
 * object that lives as long as the page; returns its value, or `{code, message, name}` of what it threw.
 */
export function inShop<Value>(
  { page }: Buyer,
  scene: Scene,
  clientKey: string,
  script: string,
): Promise<Value & { code?: string; message?: string; name?: string }> {
  const source = `(async () => {
    const shop = (window.shop ??= {})
    const toss = (shop.toss ??= await window.loadTossPayments(${JSON.stringify(clientKey)}, {
      src: ${JSON.stringify(`${scene.simulator.url}/v2/standard`)},
    }))
    ${script}
  })().catch(({ code, message, name }) => ({ code, message, name }))`
  return page.evaluate(source) as Promise<Value & { code?: string; message?: string; name?: string }>
}

/** Starts a request and leaves its end in `shop.end`: 'pending', or what it resolved to or threw. */
export function requestInShop(
  buyer: Buyer,
  scene: Scene,
  clientKey: string,
  request: string,
): Promise<unknown> {
  return inShop(
    buyer,
    scene,
    clientKey,
    `shop.end = 'pending';
     ${request}.then((value) => (shop.end = value), ({ code, message, name }) => (shop.end = { code, message, name }))`,
  )
}

export function endOfRequest({ page }: Buyer): Promise<unknown> {
  return page.evaluate('window.shop.end')
}

const SETTLING = { timeout: 10_000 }

/** Waits for the request to settle. */
export async function settledRequest(buyer: Buyer): Promise<unknown> {
  // Asked from outside: a condition that the page itself evaluates would break its content security policy.
  await expect.poll(() => endOfRequest(buyer), SETTLING).not.toBe('pending')
  return endOfRequest(buyer)
}
