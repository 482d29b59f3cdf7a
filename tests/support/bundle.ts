import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { REPOSITORY } from '@/scripts/repository'

const FOLDER = join(REPOSITORY, 'node_modules', '.cache', 'pospay-tests')

/** A script as one file, which starts several times as fast as its sources; answers where that file is. */
export async function bundle(script: string): Promise<string> {
  const outfile = join(FOLDER, `${basename(script, '.ts')}-${process.pid}.mjs`)
  await build({
    entryPoints: [join(REPOSITORY, script)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return outfile
}
