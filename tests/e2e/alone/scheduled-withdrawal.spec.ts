import { businessDayFrom, isBusinessDay } from '@/lib/business-days'
import { addDays, HOUR_MS, kstDay, kstMidnight, weekdayOf } from '@/lib/time'
import { haveAccount, logInAgain, readWithdrawals } from '../support/api'
import { newEarner } from '../support/market'
import { advanceClock, resetClock } from '../support/simulator'
import { expect, logIn, test } from '../support/test'

test.setTimeout(120_000)
test.beforeEach(resetClock)
test.afterAll(resetClock)

const isHoliday = (day: string) => !isBusinessDay(day) && ![0, 6].includes(weekdayOf(day))
const dayName = (day: string) => `${Number(day.slice(5, 7))}월 ${Number(day.slice(8))}일`

/** The next holiday that is neither a Saturday nor a Sunday, and not tomorrow. */
function nextHoliday(): string {
  let day = addDays(kstDay(new Date()), 2)
  while (!isHoliday(day)) day = addDays(day, 1)
  return day
}

test('earnings are withdrawn by themselves, after a holiday on the next day that banks work', async ({
  page,
  context,
  trouble,
}) => {
  // The page that stays open while weeks pass is logged out.
  trouble.expect(/status of 401/)
  const holiday = nextHoliday()
  const runsOn = businessDayFrom(holiday)
  const { owner } = await newEarner()
  await haveAccount(owner, '5678')
  let offset = 0
  const moveTo = async (day: string, hours: number) => {
    const target = kstMidnight(day).getTime() + hours * HOUR_MS - Date.now()
    await advanceClock(target - offset)
    offset = target
    await logIn(context, owner)
  }
  await moveTo(addDays(holiday, -1), 12)
  await page.goto('/owner')
  const card = page.getByRole('region', { name: '자동 출금' })
  await card.getByText('매주').click()
  await card.getByLabel('요일').selectOption(String(weekdayOf(holiday)))
  await card.getByRole('button', { name: '저장하기' }).click()
  await expect(card).toContainText(`다음 자동 출금은 ${dayName(runsOn)}`)
  await expect(card).toContainText('은행이 쉬어서 다음 영업일에 보내요.')

  await moveTo(holiday, 10)
  await page.goto('/owner/withdrawals')
  await expect(page.getByText('아직 출금한 적이 없어요.')).toBeVisible()
  await moveTo(runsOn, 9.5)
  // The login of the mobile app may have run out meanwhile.
  const later = await logInAgain(owner)
  await expect
    .poll(async () => (await readWithdrawals(later)).map(({ status }) => status), { timeout: 80_000 })
    .toEqual(['COMPLETED'])
  expect(await readWithdrawals(later)).toMatchObject([{ amount: 27_000 }])
})
