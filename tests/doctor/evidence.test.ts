import { expect, test } from 'vitest'
import { readEvidence } from '@/lib/doctor/evidence'
import { EVIDENCE_INVARIANTS } from '@/lib/doctor/invariants'
import { noteDone, recordEvidence } from '@/lib/doctor/record-evidence'
import { addDays, kstDay } from '@/lib/time'
import { verify } from '@/lib/verify'
import { openRoles, refusal } from '../support/roles'
import { expectSound, openScene } from '../support/scene'
import { newOperator } from '../withdrawal/support'

const scene = await openScene()
const { ctx } = scene
const { app, owner, superuser } = openRoles(scene.database)
const today = kstDay(ctx.now())

const said = { kind: 'small_payment', day: today, note: '주문 ord_1, 1,000원' } as const
const by = (operatorId: string) => ({ ...ctx, actor: `user:${operatorId}` })

test('what an operator says is kept under their name and day, and audited', async () => {
  const operatorId = await newOperator(scene, 'admin')
  await recordEvidence(by(operatorId), { ...said, operatorId })
  const [last] = await readEvidence(ctx, 'small_payment')
  expect(last).toMatchObject({ by: '김하늘', note: said.note })
  expect(kstDay(last!.doneAt)).toBe(today)
  const { rows } = await app.query('select action, actor from audit_log where target = $1', [last!.id])
  expect(rows).toEqual([{ action: 'evidence.recorded', actor: `user:${operatorId}` }])
  await expectSound(scene)
})

test('nobody without the duty may say so, and nobody of a day that has not come', async () => {
  for (const role of ['viewer', 'support', 'finance_maker', 'risk', 'auditor'] as const) {
    const operatorId = await newOperator(scene, role)
    await expect(recordEvidence(by(operatorId), { ...said, operatorId })).rejects.toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    )
  }
  const operatorId = await newOperator(scene, 'finance_approver')
  const tomorrow = { ...said, operatorId, day: addDays(today, 1) }
  await expect(recordEvidence(by(operatorId), tomorrow)).rejects.toThrow(
    expect.objectContaining({ code: 'INVALID_REQUEST' }),
  )
})

test('nothing that was said can be changed or taken back, not even by the owner', async () => {
  await noteDone(ctx, 'backup', 'base/1')
  expect(await refusal(app.query('delete from evidence'))).toBe('42501')
  expect(await refusal(app.query(`update evidence set note = 'x'`))).toBe('42501')
  for (const statement of ['delete from evidence', `update evidence set note = 'x'`, 'truncate evidence'])
    expect(await refusal(owner.query(statement))).toBe('PP001')
})

test('a program cannot say what only people can, nor people what only programs can', async () => {
  const operatorId = await newOperator(scene, 'admin')
  await expect(noteDone(ctx, 'small_payment', 'x')).rejects.toThrow()
  await expect(
    recordEvidence(by(operatorId), { ...said, operatorId, kind: 'backup' as 'small_payment' }),
  ).rejects.toThrow()
})

test('what was slipped in past the audit log is found', async () => {
  const operatorId = await newOperator(scene, 'admin')
  await superuser.query(
    `insert into evidence values (gen_random_uuid(), 'small_payment', now(), now(), $1, 'forged')`,
    [operatorId],
  )
  expect((await verify(ctx.db, EVIDENCE_INVARIANTS)).map(({ name }) => name)).toEqual([
    'evidence_of_people_is_audited',
  ])
})
