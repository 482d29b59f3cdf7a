import { APP_ROLE } from '@/db/client'
import { migrate } from '@/db/migrate'
import { allowAppLogin } from './postgres/roles'

const { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: appUrl } = process.env
if (!ownerUrl) {
  console.error('migrate: DATABASE_OWNER_URL is not set')
  process.exit(2)
}

const { applied } = await migrate({ ownerUrl })
console.log(applied.length ? `applied ${applied.join(', ')}` : 'nothing to apply')

// The migrations make the application's role without a password; what DATABASE_URL says is its password.
if (appUrl && new URL(appUrl).username === APP_ROLE) {
  await allowAppLogin(ownerUrl, decodeURIComponent(new URL(appUrl).password))
  console.log(`${APP_ROLE} may log in`)
}
