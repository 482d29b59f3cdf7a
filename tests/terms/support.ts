import type { DocumentName } from '@/db/schema/terms'
import { draftVersion, type Draft } from '@/lib/terms/draft'
import { publishVersion } from '@/lib/terms/decide'
import { writeNotation } from '@/lib/terms/notation'
import { readInForce } from '@/lib/terms/read'
import { addDays, kstDay } from '@/lib/time'
import type { Scene } from '../support/scene'
import { newOperator } from '../withdrawal/support'

/** One who drafts and one who publishes, at a scene's own clock. */
export async function openOffice(scene: Scene) {
  const { ctx } = scene
  const drafter = await newOperator(scene, 'finance_maker')
  const publisher = await newOperator(scene, 'finance_approver')
  const inDays = (days: number) => addDays(kstDay(ctx.now()), days)
  const draft = async (document: DocumentName, changed: Partial<Draft> = {}) =>
    draftVersion(ctx, {
      operatorId: drafter,
      document,
      version: inDays(40),
      text: `${writeNotation((await readInForce(ctx, document))!.content)}\n# 부칙\n${changed.version ?? ''} 시행합니다.`,
      summary: '부칙을 더했어요.',
      reason: '시행일을 밝히려고요.',
      worse: false,
      ...changed,
    })
  const publish = async (document: DocumentName, changed: Partial<Draft> = {}) => {
    const { id } = await draft(document, changed)
    await publishVersion(ctx, { operatorId: publisher, id })
    return id
  }
  return { drafter, publisher, inDays, draft, publish }
}
