import { randomUUID } from 'node:crypto'
import { addDays, kstDay } from '@/lib/time'
import { newRenter, openAccount } from './support/api'
import { title } from './support/pages'
import { ownPhotos, pickDay, registerSpace, uploadPhoto } from './support/spaces'
import { expect, logIn, test } from './support/test'

const newName = () => `회의실 ${randomUUID().slice(0, 8)}`
const tomorrow = () => addDays(kstDay(new Date()), 1)

test('an owner registers a space with photos, edits it and closes it', async ({ page, renter: _ }) => {
  await page.goto('/owner/spaces')
  await expect(page.getByText('아직 등록한 공간이 없어요')).toBeVisible()
  const name = newName()
  await registerSpace(page, { name })
  await expect(page.getByText('공간을 등록했어요')).toBeVisible()

  await uploadPhoto(page, '#aa3322')
  await expect(ownPhotos(page)).toHaveCount(1)
  await uploadPhoto(page, '#2233aa')
  await expect(ownPhotos(page)).toHaveCount(2)
  const second = await ownPhotos(page).nth(1).getAttribute('src')
  await page.getByRole('button', { name: '사진 2 대표로' }).click()
  await expect(ownPhotos(page).first()).toHaveAttribute('src', second!)
  await page.getByRole('button', { name: '사진 2 삭제' }).click()
  await expect(ownPhotos(page)).toHaveCount(1)

  await page.getByLabel('한 시간 가격').fill('25,000')
  await page.getByLabel('일요일 여는 시간').selectOption({ label: '휴무' })
  await page.getByRole('button', { name: '저장하기' }).click()
  await expect(page.getByText('저장했어요')).toBeVisible()
  await page.getByRole('link', { name: '이용자에게 보이는 화면' }).click()
  await expect(title(page, name)).toBeVisible()
  await expect(page.getByText('25,000원').first()).toBeVisible()
  await expect(page.getByRole('img', { name: `${name} 사진 1` })).toBeVisible()
  await expect(page.getByRole('region', { name: '이용 시간' })).toContainText('휴무')

  await page.goBack()
  await page.getByRole('button', { name: '예약 받기 멈추기' }).click()
  await expect(page.getByRole('heading', { name: '예약을 받지 않고 있어요' })).toBeVisible()
  await page.goto(`/spaces?q=${encodeURIComponent(name)}`)
  await expect(page.getByText('조건에 맞는 공간이 없어요')).toBeVisible()
})

test('what is wrong with a form is said where it is wrong, and nothing that was typed is lost', async ({
  page,
  renter: _,
}) => {
  const name = newName()
  await registerSpace(page, { name })
  await page.getByLabel('최대 인원').fill('0')
  await page.getByLabel('공간 이름').fill(`${name} 새 이름`)
  await page.getByRole('button', { name: '저장하기' }).click()
  await expect(page.getByLabel('최대 인원')).toBeFocused()
  await expect(page.getByText('인원은 1명부터 1,000명까지 적어 주세요.').first()).toBeVisible()
  await page.getByLabel('최대 인원').fill('8')
  await page.getByLabel('월요일 닫는 시간').selectOption({ label: '08:00' })
  await page.getByRole('button', { name: '저장하기' }).click()
  await expect(page.getByText(/월요일은 여는 시간보다 늦게/).first()).toBeVisible()
  await expect(page.getByLabel('공간 이름')).toHaveValue(`${name} 새 이름`)
})

test('an owner makes refund steps of their own, and renters read them', async ({ page, renter: _ }) => {
  const name = newName()
  await registerSpace(page, {
    name,
    chooseRefund: async () => {
      await page.getByRole('radio', { name: '직접 정하기' }).check()
      await page.getByRole('button', { name: '2단계 빼기' }).click()
      await expect(page.getByLabel('마지막 단계, 환불 비율')).toBeFocused()
      await page.getByRole('button', { name: '단계 더하기' }).click()
      const days = page.getByLabel('2단계, 이용 며칠 전까지')
      await expect(days).toBeFocused()
      await days.fill('3')
      await page.getByLabel('2단계, 환불 비율').fill('60')
      await page.getByLabel('마지막 단계, 환불 비율').fill('10')
      const preview = page.getByRole('region', { name: '이용자에게 이렇게 보여요' })
      await expect(preview).toContainText('이용 3일 전까지60% 환불이용 2일 전부터10% 환불')
    },
  })
  await page.getByRole('link', { name: '이용자에게 보이는 화면' }).click()
  const rule = page.getByRole('region', { name: '환불 규정 · 등록자 지정' })
  await expect(rule).toContainText('이용 7일 전까지100% 환불이용 3일 전까지60% 환불이용 2일 전부터10% 환불')
})

test('own refund steps that rise are refused in their place', async ({ page, renter: _ }) => {
  await registerSpace(page, { name: newName() })
  await page.getByRole('radio', { name: '직접 정하기' }).check()
  await page.getByLabel('2단계, 이용 며칠 전까지').fill('9')
  await page.getByLabel('마지막 단계, 환불 비율').fill('51')
  await page.getByRole('button', { name: '저장하기' }).click()
  const days = page.getByLabel('2단계, 이용 며칠 전까지')
  await expect(days).toBeFocused()
  await expect(days).toHaveAccessibleDescription('위 단계보다 이용일에 가까운 날이어야 해요.')
  await expect(page.getByLabel('마지막 단계, 환불 비율')).toHaveAccessibleDescription(
    '위 단계보다 많이 돌려줄 수는 없어요.',
  )
  await page.getByRole('button', { name: '1단계 빼기' }).click()
  await page.getByLabel('마지막 단계, 환불 비율').fill('0')
  await page.getByRole('button', { name: '저장하기' }).click()
  await expect(page.getByText('저장했어요')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('radio', { name: '직접 정하기' })).toBeChecked()
  await expect(page.getByLabel('1단계, 이용 며칠 전까지')).toHaveValue('9')
})

test('a file that is no picture is refused by name', async ({ page, renter: _, trouble }) => {
  trouble.expect(/status of 415/)
  await registerSpace(page, { name: newName() })
  const buffer = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  await page.getByLabel('사진 올리기').setInputFiles({ name: '가짜.jpg', mimeType: 'image/jpeg', buffer })
  await expect(page.getByText(/가짜\.jpg: JPG, PNG, WebP 사진만/)).toBeVisible()
  await expect(ownPhotos(page)).toHaveCount(0)
})

test('a blackout takes its hours from renters and gives them back', async ({ page, renter: _ }) => {
  const spaceId = await registerSpace(page, { name: newName() })
  const day = tomorrow()
  await page.getByLabel('시작하는 날').fill(day)
  await page.getByLabel('시작 시각').selectOption({ label: '09:00' })
  await page.getByLabel('끝나는 날').fill(day)
  await page.getByLabel('끝나는 시각').selectOption({ label: '12:00' })
  await page.getByRole('button', { name: '쉬는 시간 더하기' }).click()
  const remove = page.getByRole('button', { name: /쉬는 시간 삭제$/ })
  await expect(remove).toBeVisible()

  await page.goto(`/spaces/${spaceId}?date=${day}`)
  await expect(page.getByRole('button', { name: /^11:00/ })).toBeDisabled()
  await expect(page.getByRole('button', { name: /^12:00/ })).toBeEnabled()

  await page.goto(`/owner/spaces/${spaceId}`)
  await remove.click()
  await expect(page.getByText('정해 둔 쉬는 시간이 없어요.')).toBeVisible()
  await page.goto(`/spaces/${spaceId}?date=${day}`)
  await expect(page.getByRole('button', { name: /^11:00/ })).toBeEnabled()
})

test('the space of another cannot be edited by its address', async ({
  page,
  renter: _,
  browser,
  trouble,
}) => {
  trouble.expect(/status of 404/)
  const spaceId = await registerSpace(page, { name: newName() })
  const context = await browser.newContext()
  await logIn(context, await openAccount(newRenter()))
  const other = await context.newPage()
  await other.goto(`/owner/spaces/${spaceId}`)
  await expect(title(other, '찾는 페이지가 없어요')).toBeVisible()
  await context.close()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true })

  test('a visitor filters, opens a space and sees what some hours of it cost in all', async ({
    page,
    browser,
  }) => {
    const name = newName()
    const context = await browser.newContext()
    await logIn(context, await openAccount(newRenter('이도윤')))
    await registerSpace(await context.newPage(), { name, price: '12345' })
    await context.close()

    await page.goto('/')
    await page.getByRole('link', { name: '공간 둘러보기' }).click()
    await expect(title(page, '어떤 공간을 찾으세요?')).toBeVisible()
    await page.getByRole('link', { name: '회의실', exact: true }).click()
    await expect(page).toHaveURL(/kind=meeting/)
    await page.getByRole('searchbox').fill(name)
    await page.getByText('조건 더하기').click()
    await page.getByLabel('몇 명이 쓰나요?').fill('8')
    await page.getByRole('button', { name: '이 조건으로 찾기' }).click()
    await expect(page.getByRole('article')).toHaveCount(1)
    await page.getByRole('link', { name }).click()

    await expect(title(page, name)).toBeVisible()
    await expect(page.getByText('이도윤님')).toBeVisible()
    await expect(page.getByText('이용 7일 전까지')).toBeVisible()
    const [, month, day] = tomorrow().split('-').map(Number)
    await pickDay(page, page.getByRole('link', { name: `${month}월 ${day}일` }))
    await expect(page).toHaveURL(new RegExp(`date=${tomorrow()}`))
    await page.getByRole('button', { name: '10:00' }).click()
    await page.getByRole('button', { name: '12:00' }).click()
    await expect(page.getByRole('status').filter({ hasText: '3시간 총액' })).toContainText('37,035원')
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(scrolls).toBe(false)
  })
})
