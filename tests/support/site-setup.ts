import type { TestProject } from 'vitest/node'
import { buildIfChanged } from '@/scripts/build'
import { createDatabase } from './databases'
import setUpDatabases from './global-setup'
import { startSite } from './site'

declare module 'vitest' {
  export interface ProvidedContext {
    site: {
      url: string
      tossUrl: string
      tossClientKey: string
      databaseUrl: string
      settings: Record<string, string>
      logFiles: string[]
    }
  }
}

/** One running site for all files of the project. */
export default async function setUpSite(project: TestProject): Promise<() => Promise<void>> {
  const stopDatabases = await setUpDatabases()
  await buildIfChanged(() => undefined, new AbortController().signal)
  const database = await createDatabase()
  const site = await startSite({ databaseUrl: database.appUrl })
  project.provide('site', {
    url: site.url,
    tossUrl: site.toss.url,
    tossClientKey: site.settings.TOSS_WIDGET_CLIENT_KEY!,
    databaseUrl: database.superuserUrl,
    settings: site.settings,
    logFiles: site.logFiles,
  })
  return async () => {
    await site.stop()
    await database.drop()
    await stopDatabases?.()
  }
}
