import { expect, test } from 'vitest'
import { demoLogins, seed } from '@/db/seed'
import { listSpaces, spaceFilter } from '@/lib/space/list-spaces'
import { openRoles } from '../support/roles'
import { expectSound, openScene } from '../support/scene'

const scene = await openScene()
const { superuser } = openRoles(scene.database)

test('the demo market is there after every start, once', async () => {
  for (let start = 0; start < 2; start++) {
    await seed({ appUrl: scene.database.appUrl, encryptionKeys: process.env.ENCRYPTION_KEYS! })
    const { items } = await listSpaces(scene.ctx, spaceFilter.parse({}))
    expect(items).toHaveLength(12)
    expect(items[0]!.name).toBe('홍대 노을 파티룸')
    expect(items.every(({ cover }) => cover !== null)).toBe(true)
    const { rows } = await superuser.query(
      `select (select count(*)::int from space_photos) as photos, (select count(*)::int from users) as users,
        (select count(*)::int from bank_accounts where state = 'VERIFIED') as accounts`,
    )
    expect(rows[0]).toEqual({ photos: 24, users: demoLogins.length, accounts: 1 })
  }
  await expectSound(scene)
})
