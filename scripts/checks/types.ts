import { removeDevelopmentTypes } from '../build'
import { runNode } from '../run-command'
import type { Check } from './check'
import { asOne } from './check'

export const types: Check = {
  name: 'types',
  run: async ({ signal }) => {
    removeDevelopmentTypes()
    // Next writes the declarations that its pages and style sheets are checked against.
    const generated = await runNode(['node_modules/next/dist/bin/next', 'typegen'], { signal })
    return asOne(
      generated === 0 && (await runNode(['node_modules/typescript/bin/tsc', '--noEmit'], { signal })) === 0,
    )
  },
}
