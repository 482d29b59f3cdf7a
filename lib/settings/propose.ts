import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { settings } from '@/db/schema/platform'
import { violatedConstraint } from '@/db/sql-state'
import { withTx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { requireDuty } from '@/lib/identity/duties'
import { readSetting, SETTINGS, type SettingKey } from './read-setting'

export type Proposal = {
  operatorId: string
  key: SettingKey
  /** As JSON has it: amounts are numbers of won. */
  value: unknown
  /** From when it is to hold; null: as soon as it is approved. */
  startsAt: Date | null
  reason: string
}

/**
 * Writes down what a setting should be. Nothing changes until another operator has agreed. Throws FORBIDDEN,
 * INVALID_REQUEST for a value that is none or a time that has come, and STATE_CONFLICT where it is so already or a
 * proposal for the same setting waits.
 */
export async function proposeSetting(ctx: Ctx, proposal: Proposal): Promise<string> {
  const { operatorId, key, value, startsAt, reason } = proposal
  const now = ctx.now()
  const parsed = SETTINGS[key].safeParse(value)
  if (!parsed.success) throw invalid(parsed.error)
  if (startsAt && startsAt <= now)
    throw new PosPayError('INVALID_REQUEST', { message: '시작 시각은 지금보다 뒤여야 해요.' })
  const id = newId()
  await withTx(ctx.db, async (tx) => {
    await requireDuty(tx, operatorId, 'settings.propose')
    if (!startsAt && isDeepStrictEqual(parsed.data, await readSetting(ctx, key, tx)))
      throw new PosPayError('STATE_CONFLICT', { message: '지금 값과 같아요.' })
    await tx.insert(settings).values({
      id,
      key,
      value,
      startsAt,
      reason,
      state: 'PROPOSED',
      proposedBy: operatorId,
      proposedAt: now,
    })
    await audit(ctx, tx, {
      action: 'setting.proposed',
      target: key,
      after: { value },
      reason,
      detail: { id, startsAt },
    })
  }).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'settings_one_proposal') throw error
    throw new PosPayError('STATE_CONFLICT', { message: '이 설정에는 승인을 기다리는 변경이 이미 있어요.' })
  })
  return id
}

function invalid({ issues }: z.ZodError): PosPayError {
  const message = '값을 다시 확인해 주세요.'
  const fields = Object.fromEntries(
    issues.flatMap(({ path }) => (path[0] ? [[String(path[0]), message]] : [])),
  )
  return new PosPayError('INVALID_REQUEST', { message, fields })
}
