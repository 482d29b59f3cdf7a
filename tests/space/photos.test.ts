import { asc, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { spacePhotos } from '@/db/schema/space'
import { addPhoto } from '@/lib/space/add-photo'
import { chooseCover } from '@/lib/space/choose-cover'
import { encodePhoto } from '@/lib/space/encode-photo'
import { MAX_PHOTO_BYTES, MOST_PHOTOS } from '@/lib/space/photo-limits'
import { readPhoto } from '@/lib/space/read-photo'
import { readSpace } from '@/lib/space/read-space'
import { removePhoto } from '@/lib/space/remove-photo'
import { DISGUISED, jpeg, jpegWithSecrets, noise, picture } from '../support/pictures'
import { openScene } from '../support/scene'
import { newOwner } from './support'

const scene = await openScene()
const { ctx } = scene

describe('a photo, once encoded,', () => {
  test('says nothing of where, by whom or with what it was taken', async () => {
    const file = await jpegWithSecrets()
    const before = await sharp(file).metadata()
    expect(file.includes('SecretCamera')).toBe(true)
    expect(before.exif!.length).toBeGreaterThan(100)
    const photo = await encodePhoto(file)
    for (const bytes of [photo.large, photo.small]) {
      const { format, exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata()
      expect({ format, exif, xmp, iptc, icc, orientation }).toEqual({ format: 'webp' })
      expect(bytes.includes('Secret')).toBe(false)
      expect(bytes.includes('EXIF')).toBe(false)
    }
  })

  test('stands upright', async () => {
    const { width, height } = await encodePhoto(await jpegWithSecrets())
    expect([width, height]).toEqual([80, 120])
  })

  test('fits both sizes, never larger than it was', async () => {
    const large = await encodePhoto(await jpeg({ width: 4000, height: 3000 }))
    expect([large.width, large.height]).toEqual([1600, 1200])
    expect(await sharp(large.small).metadata()).toMatchObject({ width: 640, height: 480 })
    const small = await encodePhoto(await jpeg({ width: 80, height: 60 }))
    expect([small.width, small.height]).toEqual([80, 60])
  })

  test('fits the table even when it is nothing but noise', async () => {
    const file = await noise(1500, 1100)
    const { large, small } = await encodePhoto(file)
    expect(large.length).toBeLessThanOrEqual(2 * 1024 * 1024)
    expect(small.length).toBeLessThanOrEqual(512 * 1024)
  })

  test.each(['jpeg', 'png', 'webp'] as const)(
    'can have been a %s, and has one name for one picture',
    async (format) => {
      const file = await picture().toFormat(format).toBuffer()
      const [first, again] = [await encodePhoto(file), await encodePhoto(file)]
      expect(first.hash).toMatch(/^[0-9a-f]{64}$/)
      expect(again.hash).toBe(first.hash)
    },
  )
})

describe('what is no photo', () => {
  test.each(Object.entries(DISGUISED))('is refused: %s', async (_, file) => {
    await expect(encodePhoto(file)).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' })
  })

  test('is refused when its end is missing', async () => {
    const file = await picture({ width: 600, height: 600 }).png().toBuffer()
    await expect(encodePhoto(file.subarray(0, file.length / 2))).rejects.toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
    })
  })

  test('is refused for its bytes and for its pixels before it fills the memory', async () => {
    await expect(encodePhoto(Buffer.alloc(MAX_PHOTO_BYTES + 1))).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    })
    const bomb = await picture({ width: 10_000, height: 5_001 }).png().toBuffer()
    expect(bomb.length).toBeLessThan(1024 * 1024)
    await expect(encodePhoto(bomb)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
  })
})

const colours = ['#100', '#200', '#300', '#400', '#500', '#600', '#700', '#800', '#900']
const photosOf = (spaceId: string) =>
  ctx.db
    .select({ id: spacePhotos.id, position: spacePhotos.position, cover: spacePhotos.cover })
    .from(spacePhotos)
    .where(eq(spacePhotos.spaceId, spaceId))
    .orderBy(asc(spacePhotos.position))

describe('the photos of a space', () => {
  test('are served by their hash, in both sizes and nothing else', async () => {
    const space = await newOwner(scene)
    const { hash } = await addPhoto(ctx, { ...space, file: await jpeg({ width: 900 }) })
    const { large, small } = await encodePhoto(await jpeg({ width: 900 }))
    expect(await readPhoto(ctx, hash, 'large')).toEqual(large)
    expect(await readPhoto(ctx, hash, 'small')).toEqual(small)
    for (const [name, size] of [
      [hash, 'medium'],
      [hash, ''],
      [hash.toUpperCase(), 'small'],
      ['0'.repeat(64), 'small'],
      ['../../etc/passwd', 'small'],
    ] as const) {
      await expect(readPhoto(ctx, name, size)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })

  test('are eight at most, also when many come at once', async () => {
    const space = await newOwner(scene)
    const files = await Promise.all(colours.map((colour) => jpeg({ colour })))
    const tries = await Promise.allSettled(files.map((file) => addPhoto(ctx, { ...space, file })))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST_PHOTOS)
    expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'INVALID_REQUEST' },
    })
    const photos = await photosOf(space.spaceId)
    expect(photos.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(photos.filter(({ cover }) => cover)).toHaveLength(1)
  })

  test('do not hold the same one twice, but two spaces may', async () => {
    const [first, second] = [await newOwner(scene), await newOwner(scene)]
    const file = await jpeg()
    await addPhoto(ctx, { ...first, file })
    await addPhoto(ctx, { ...second, file })
    await expect(addPhoto(ctx, { ...first, file })).rejects.toMatchObject({ code: 'STATE_CONFLICT' })
  })

  test('have one cover: the first, the chosen one, and another when it goes', async () => {
    const space = await newOwner(scene)
    const added = []
    for (const colour of colours.slice(0, 3))
      added.push(await addPhoto(ctx, { ...space, file: await jpeg({ colour }) }))
    const [first, second, third] = added.map(({ photoId }) => photoId) as [string, string, string]
    const cover = async () => (await readSpace(ctx, space.spaceId)).photos[0]!.id
    expect(await cover()).toBe(first)
    await chooseCover(ctx, { ...space, photoId: third })
    expect(await cover()).toBe(third)
    await removePhoto(ctx, { ...space, photoId: third })
    expect(await cover()).toBe(first)
    await removePhoto(ctx, { ...space, photoId: first })
    await removePhoto(ctx, { ...space, photoId: second })
    expect(await photosOf(space.spaceId)).toEqual([])
  })
})
