import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'

const ENTRIES: Record<string, string> = {
  standard: 'standard/main.ts',
  'payment-methods.js': 'widget/payment-methods.ts',
  'agreement.js': 'widget/agreement.ts',
  'window.js': 'window/main.ts',
  'widget.css': 'widget/widget.css',
  'window.css': 'window/window.css',
  'page.css': 'page.css',
  'lab.js': 'lab/main.ts',
  'lab.css': 'lab/lab.css',
}

const built = new Map<string, Promise<string>>()

/** The text of a script or style sheet for the browser, built on first use; undefined for an unknown name. */
export function loadAsset(name: string): Promise<string> | undefined {
  const entry = Object.hasOwn(ENTRIES, name) ? ENTRIES[name] : undefined
  if (!entry) return undefined
  const text = built.get(name) ?? bundle(entry)
  built.set(name, text)
  return text
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../browser/${entry}`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome96',
    charset: 'utf8',
    tsconfigRaw: '{}',
    alias: { '@/toss-simulator': fileURLToPath(new URL('..', import.meta.url)) },
  })
  return outputFiles[0]!.text
}
