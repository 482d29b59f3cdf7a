import { buildIfChanged } from '../build'
import { step } from '../progress'
import type { Check } from './check'
import { asOne } from './check'

export const build: Check = {
  name: 'build',
  run: async ({ signal }) => {
    await step('Site', async (report) => {
      report((await buildIfChanged(report, signal)) ? 'built' : 'nothing changed since the last build')
    })
    return asOne(true)
  },
}
