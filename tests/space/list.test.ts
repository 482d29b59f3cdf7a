import { beforeAll, describe, expect, test } from 'vitest'
import { addPhoto } from '@/lib/space/add-photo'
import { changeStatus } from '@/lib/space/change-status'
import { listSpaces, spaceFilter } from '@/lib/space/list-spaces'
import { registerSpace } from '@/lib/space/register-space'
import { jpeg } from '../support/pictures'
import { newRenter, openScene } from '../support/scene'
import { fieldsOf } from './support'

const scene = await openScene()
const { ctx } = scene
const ids = new Map<string, string>()

const SPACES: (Record<string, string> & { name: string })[] = [
  {
    name: '성수 햇살 스튜디오',
    address: '서울 성동구 연무장길 12',
    kind: 'studio',
    capacity: '10',
    hourlyPrice: '44000',
    booking: 'approval',
  },
  {
    name: '홍대 파티룸',
    address: '서울 마포구 와우산로 31',
    kind: 'party',
    capacity: '15',
    hourlyPrice: '35000',
  },
  {
    name: '망원 파티룸 100%_할인',
    address: '서울 마포구 포은로 94',
    kind: 'party',
    capacity: '8',
    hourlyPrice: '20000',
  },
  {
    name: '강남 회의실',
    address: '서울 서초구 서초대로 17',
    kind: 'meeting',
    capacity: '4',
    hourlyPrice: '20000',
  },
]

beforeAll(async () => {
  const { userId } = await newRenter(scene)
  for (const space of SPACES) ids.set(space.name, (await registerSpace(ctx, userId, fieldsOf(space))).spaceId)
  const { spaceId } = await registerSpace(ctx, userId, fieldsOf({ name: '닫은 파티룸', kind: 'party' }))
  await changeStatus(ctx, { ownerId: userId, spaceId, status: 'closed' })
  await addPhoto(ctx, { ownerId: userId, spaceId: ids.get('홍대 파티룸')!, file: await jpeg() })
})

const names = async (asked: Record<string, string>) =>
  (await listSpaces(ctx, spaceFilter.parse(asked))).items.map(({ name }) => name.split(' ')[0])

describe('the list of spaces', () => {
  test('shows what takes bookings, newest first, with its cover', async () => {
    const { items, nextCursor } = await listSpaces(ctx, spaceFilter.parse({}))
    expect(items.map(({ name }) => name)).toEqual(SPACES.map(({ name }) => name).toReversed())
    expect(items.map(({ cover }) => cover !== null)).toEqual([false, false, true, false])
    expect(nextCursor).toBeNull()
  })

  test.each([
    [{ kind: 'party' }, ['망원', '홍대']],
    [{ capacity: '10' }, ['홍대', '성수']],
    [{ maxPrice: '20000' }, ['강남', '망원']],
    [{ instant: 'true' }, ['강남', '망원', '홍대']],
    [{ instant: 'false' }, ['성수']],
    [{ q: '마포' }, ['망원', '홍대']],
    [{ q: '마포 홍대' }, ['홍대']],
    [{ q: '없는 동네' }, []],
    [{ q: '%' }, ['망원']],
    [{ q: '_' }, ['망원']],
    [{ q: '\\' }, []],
    [{ q: "' or 1=1 --" }, []],
    [{ kind: 'party', capacity: '9', maxPrice: '40000', q: '서울' }, ['홍대']],
    [{ kind: 'party', maxPrice: '10000' }, []],
    [{ kind: 'party', capacity: '9', maxPrice: '40000', q: '파티' }, ['홍대']],
  ])('narrowed to %o', async (asked, expected) => {
    expect(await names(asked as Record<string, string>)).toEqual(expected)
  })

  test('goes on page by page, each space once, also when one is registered in between', async () => {
    const first = await listSpaces(ctx, spaceFilter.parse({ limit: '2' }))
    expect(first.items.map(({ name }) => name.split(' ')[0])).toEqual(['강남', '망원'])
    const { userId } = await newRenter(scene)
    await registerSpace(ctx, userId, fieldsOf({ name: '방금 등록한 공간' }))
    const second = await listSpaces(ctx, spaceFilter.parse({ limit: '2', cursor: first.nextCursor! }))
    expect(second.items.map(({ name }) => name.split(' ')[0])).toEqual(['홍대', '성수'])
    expect(second.nextCursor).toBeNull()
  })
})
