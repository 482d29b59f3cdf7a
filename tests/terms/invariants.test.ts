import { drizzle } from 'drizzle-orm/node-postgres'
import { expect, test } from 'vitest'
import { leave } from '@/lib/flows/leave'
import { startSession } from '@/lib/identity/session'
import { TERMS_INVARIANTS } from '@/lib/terms/invariants'
import { verify } from '@/lib/verify'
import { openRoles } from '../support/roles'
import { expectSound, newRenter, openScene } from '../support/scene'
import { openOffice } from './support'

const scene = await openScene()
const { ctx } = scene
const { superuser } = openRoles(scene.database)
const office = await openOffice(scene)
const published = await office.publish('terms')
const left = await newLeaver()

async function newLeaver(): Promise<string> {
  const { userId } = await newRenter(scene)
  const { id: sessionId } = await startSession(ctx, { userId, channel: 'web' })
  await leave(ctx, { userId, sessionId })
  await expectSound(scene)
  return userId
}

const UNGUARDED = `alter table document_versions disable trigger all; alter table consents disable trigger all;
  alter table document_versions drop constraint document_versions_two_people`

/** Each names the invariant that it breaks. */
const PLANTED: [string, string, string][] = [
  [
    'announced a day late',
    `update document_versions set decided_at = effective_at - interval '29 days' where id = '${published}'`,
    'versions_are_announced_in_time',
  ],
  [
    'published by who drafted it',
    `update document_versions set decided_by = drafted_by where id = '${published}'`,
    'versions_are_announced_in_time',
  ],
  [
    'no version of a document',
    `delete from document_versions where document = 'dispute'`,
    'documents_have_a_version_in_force',
  ],
  [
    'a consent to what was never published',
    `insert into consents (user_id, document, version, agreed_at) values ('${left}', 'terms', '2020-01-01', now())`,
    'consents_are_to_what_was_published',
  ],
  [
    'who left with an e-mail',
    `update users set email = 'left@example.com' where id = '${left}'`,
    'who_left_is_nobody_here',
  ],
  [
    'who left and is back',
    `update users set status = 'active' where id = '${left}'`,
    'who_left_is_nobody_here',
  ],
  [
    'who left and is still logged in',
    `update sessions set ended_at = null where user_id = '${left}'`,
    'who_left_is_nobody_here',
  ],
  [
    'who left with a social login',
    `insert into social_logins (provider, provider_account_id, user_id, created_at) values ('kakao', '1', '${left}', now())`,
    'who_left_is_nobody_here',
  ],
]

test.each(PLANTED)('%s is found', async (_, planted, broken) => {
  const client = await superuser.connect()
  try {
    await client.query('begin')
    await client.query(UNGUARDED)
    await client.query(planted)
    const found = await verify(drizzle(client), TERMS_INVARIANTS)
    expect(found.map(({ name }) => name)).toEqual([broken])
    expect(found[0]!.details[0]).toBeTruthy()
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('each of them is broken by something planted', () => {
  expect([...new Set(PLANTED.map(([, , name]) => name))].sort()).toEqual(
    TERMS_INVARIANTS.map(({ name }) => name).sort(),
  )
})
