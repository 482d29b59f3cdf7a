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
    const format = await runNode(prettier, { signal })
    const unused = await runNode(['node_modules/knip/bin/knip.js', '--no-progress'], { signal })
    return asOne(eslint === 0 && format === 0 && unused === 0)
  },
}
