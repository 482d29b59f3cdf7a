import { eq, sql } from 'drizzle-orm'
import { notifications } from '@/db/schema/notification'
import { openCase } from '@/lib/cases/open-case'
import { answerCase } from '@/lib/cases/handle-case'
import type { Role } from '@/lib/identity/duties'
import { newCustomerKey, newId } from '@/lib/ids'
import { notify } from '@/lib/notification/notify'
import { MAX_MAIL_ATTEMPTS } from '@/lib/notification/send-mail'
import { readReport } from '@/lib/reconcile/report'
import { writeNotation } from '@/lib/terms/notation'
import { readInForce } from '@/lib/terms/read'
import { reconcileLater } from '../reconcile/support'
import type { Scene } from '../support/scene'
import { openOffice } from '../terms/support'
import { newOperator } from '../withdrawal/support'
import type { Sent } from './actions'
import { newMember, newUser, PASSWORD } from './support'

const OPENING = { kind: 'error', story: '두 번 결제됐어요.', about: '' }
const FIRST = '2026-11-22'

/** The same of what people and operators say to each other: terms, cases, breaks, mail. */
export function deskActionsOf(scene: Scene): Record<string, () => Promise<Sent>> {
  const { ctx } = scene
  const operator = (role: Role) => newOperator(scene, role)

  async function opened(paper = false): Promise<string> {
    const userId = await newUser(scene)
    const { id } = await openCase(ctx, {
      ...{ userId, openedBy: userId, kind: 'error', story: OPENING.story, about: null, paper },
    })
    return id
  }
  async function found(): Promise<string> {
    const orderId = `somebody-elses-${newId()}`
    await scene.toss.plant({ orderId })
    await reconcileLater(scene)
    return (await readReport(ctx)).open.find((row) => row.orderId === orderId)!.id
  }
  async function givenUp(): Promise<string> {
    const userId = await newUser(scene)
    const data = { dueOn: '2026-12-12' }
    await notify(ctx.db, ctx, [{ userId, kind: 'case.opened', subject: newId(), data }])
    const [row] = await ctx.db
      .update(notifications)
      .set({ mailAttempts: MAX_MAIL_ATTEMPTS, mailDueAt: null })
      .where(eq(notifications.userId, userId))
      .returning({ id: notifications.id })
    return row!.id
  }
  /** Somebody who was here before there were terms. */
  async function unasked(): Promise<string> {
    const id = newId()
    await ctx.db.execute(
      sql`insert into users (id, name, customer_key, created_at) values (${id}, '김하늘', ${newCustomerKey()}, now())`,
    )
    return id
  }

  return {
    'app/(auth)/consent/actions.ts#consentAction': async () => ({
      as: await unasked(),
      form: { terms: FIRST, privacy: FIRST, next: '/wallet' },
    }),
    'app/(public)/help/actions.ts#askAction': async () => ({ as: await newUser(scene), form: OPENING }),
    'app/account/actions.ts#marketingAction': async () => ({
      as: await newUser(scene),
      form: { agreed: 'yes' },
    }),
    'app/account/actions.ts#confirmPasswordAction': async () => ({
      as: (await newMember(scene)).userId,
      form: { password: PASSWORD },
    }),
    'app/account/leave/actions.ts#leaveAction': async () => ({
      as: (await newMember(scene)).userId,
      form: { sure: 'yes' },
    }),

    'app/admin/reports/actions.ts#sayFiledAction': async () => ({
      as: await operator('finance_maker'),
      form: { kind: 'vat', period: '2025-Q4', filed: 'yes', reason: '2026-1234' },
    }),
    'app/admin/cases/actions.ts#openAction': async () => ({
      as: await operator('support'),
      form: { ...OPENING, email: (await newMember(scene)).email },
    }),
    'app/admin/cases/actions.ts#noteAction': async () => ({
      as: await operator('support'),
      form: { caseId: await opened(), text: '전화로 확인했어요.' },
    }),
    'app/admin/cases/actions.ts#answerAction': async () => ({
      as: await operator('support'),
      form: { caseId: await opened(), answer: '한 번만 결제됐어요.' },
    }),
    'app/admin/cases/actions.ts#paperAction': async () => ({
      as: await operator('support'),
      form: { caseId: await opened(true) },
    }),
    'app/admin/cases/actions.ts#closeAction': async () => {
      const [caseId, operatorId] = [await opened(), await operator('support')]
      await answerCase(ctx, { operatorId, caseId, answer: '한 번만 결제됐어요.' })
      return { as: operatorId, form: { caseId } }
    },

    'app/admin/jobs/actions.ts#retryAction': async () => ({
      as: await operator('support'),
      form: { id: await givenUp() },
    }),

    'app/admin/reconciliation/actions.ts#runAction': async () => ({ as: await operator('finance_maker') }),
    'app/admin/reconciliation/actions.ts#takeAction': async () => ({
      as: await operator('finance_maker'),
      form: { breakId: await found() },
    }),
    'app/admin/reconciliation/actions.ts#noteAction': async () => ({
      as: await operator('finance_maker'),
      form: { breakId: await found(), text: '토스에 물어봤어요.' },
    }),
    'app/admin/reconciliation/actions.ts#explainAction': async () => ({
      as: await operator('finance_maker'),
      form: { breakId: await found(), cause: 'not_ours', reason: '다른 상점의 결제예요', adjustmentId: '' },
    }),

    'app/admin/terms/actions.ts#draftAction': async () => {
      const { drafter, inDays } = await openOffice(scene)
      const { content } = (await readInForce(ctx, 'terms'))!
      const text = `${writeNotation(content)}\n# 부칙\n적용일부터 시행합니다.`
      const said = { summary: '부칙을 더했어요.', reason: '시행일을 밝히려고요.' }
      return { as: drafter, form: { document: 'terms', version: inDays(40), text, ...said } }
    },
    'app/admin/terms/actions.ts#publishAction': async () => {
      const { publisher, draft } = await openOffice(scene)
      return { as: publisher, form: { id: (await draft('privacy')).id } }
    },
    'app/admin/terms/actions.ts#rejectAction': async () => {
      const { publisher, draft } = await openOffice(scene)
      return { as: publisher, form: { id: (await draft('dispute')).id, reason: '다시 써 주세요.' } }
    },
  }
}
