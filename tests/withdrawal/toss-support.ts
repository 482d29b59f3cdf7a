import { afterEach, beforeEach, vi } from 'vitest'
import { businessDayFrom } from '@/lib/business-days'
import { log } from '@/lib/log'
import { addDays, HOUR_MS, kstDay, kstMidnight, SECOND_MS } from '@/lib/time'
import type { Contact } from '@/lib/withdrawal/toss/contact'
import { savePayee } from '@/lib/withdrawal/toss/payee'
import { expectSound, openScene, type Scene } from '../support/scene'
import { freshLogin, richOwner, type Owner } from './support'

/** A world in which Toss carries withdrawals. */
export async function openTossScene({ webhooks = false } = {}): Promise<Scene> {
  const scene = await openScene({ webhooks, withdrawBy: 'toss' })
  await scene.toss.fund(1_000_000_000n)
  return scene
}

/** The same for a whole file, each of whose tests begins at ten on a day on which Toss pays, and ends sound. */
export async function openTossDays(): Promise<Scene> {
  const scene = await openTossScene()
  beforeEach(async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined)
    await goTo(scene, 10)
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await scene.toss.clearFaults()
    await expectSound(scene)
  })
  return scene
}

/** Moves the clock to this hour of the next business day that has not come to it. */
export async function goTo({ ctx, toss }: Scene, hour: number): Promise<string> {
  const now = ctx.now()
  const at = (day: string) => kstMidnight(day).getTime() + hour * HOUR_MS + SECOND_MS
  const today = kstDay(now)
  const day = businessDayFrom(now.getTime() < at(today) ? today : addDays(today, 1))
  await toss.advance(at(day) - now.getTime())
  return day
}

export const PERSON: Contact = {
  businessType: 'INDIVIDUAL',
  individual: { name: '김하늘', email: 'sky@example.com', phone: '01012345678' },
}

/** A company is approved in part at once, so that nothing stands in the way. */
export const COMPANY: Contact = {
  businessType: 'CORPORATE',
  company: {
    name: '하늘공간',
    representativeName: '김하늘',
    businessRegistrationNumber: '1234567890',
    email: 'sky@example.com',
    phone: '0212345678',
  },
}

/** An owner with these earnings, of whom Toss has been told so much. */
export async function payable(
  scene: Scene,
  earnings: bigint,
  contact: Contact | null = COMPANY,
): Promise<Owner> {
  const owner = await richOwner(scene, earnings)
  if (contact) await tell(scene, owner.userId, contact)
  return owner
}

/** An owner tells who is paid, having just typed their password. */
export async function tell(scene: Pick<Scene, 'ctx'>, userId: string, told: Contact): Promise<void> {
  await savePayee(scene.ctx, { userId, sessionId: await freshLogin(scene, userId), told })
}
