import { build } from 'esbuild'
import { Failure } from './failure'

/** What the image runs beside the site, each as one file that needs no packages. */
const PROGRAMS = ['worker', 'migrate', 'doctor', 'verify', 'reconcile', 'rotate-keys', 'backup', 'retention']

const outdir = process.argv[2]
if (!outdir) throw new Failure('bundle-programs: say into which folder')

await build({
  entryPoints: PROGRAMS.map((name) => `scripts/${name}.ts`),
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Packages of the old kind ask for each other by `require`.
  banner: {
    js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
  },
  // Found or not at run time, and not needed.
  external: ['pg-native'],
  logLevel: 'error',
})
