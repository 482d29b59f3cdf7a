import { runNode } from '../run-command'
import type { Check } from './check'
import { asOne } from './check'

export const lint: Check = {
  name: 'lint',
  run: async ({ signal }) => {
    const eslint = await runNode(['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'], {
      signal,
    })
    const prettier = ['node_modules/prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn']
    return asOne((await runNode(prettier, { signal })) === 0 && eslint === 0)
  },
}
