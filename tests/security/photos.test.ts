import { beforeAll, describe, expect, test } from 'vitest'
import sharp from 'sharp'
import { call, type Person } from '../support/api'
import { DISGUISED, jpeg, jpegWithSecrets } from '../support/pictures'
import { openSite } from '../support/running-site'
import { plantSpace } from '../support/spaces'

const { url, query, newPerson } = openSite()
let owner: Person
let path: string
let hash: string

beforeAll(async () => {
  owner = await newPerson()
  path = `/api/v1/spaces/${await plantSpace(query, owner.email, {})}/photos`
  const answer = await upload(await jpegWithSecrets())
  expect(answer.status).toBe(201)
  hash = answer.body.hash
})

const upload = (file: Buffer, type = 'image/jpeg', headers: Record<string, string> = {}) =>
  owner.post(path, undefined, { raw: new Uint8Array(file), headers: { 'content-type': type, ...headers } })
const photoCount = async () => (await query('select count(*) from space_photos'))[0]!.count

describe('a photo', () => {
  test('comes back without the place where it was taken', async () => {
    for (const size of ['large', 'small']) {
      const response = await fetch(`${url}/photos/${hash}/${size}`)
      const bytes = Buffer.from(await response.arrayBuffer())
      const { format, exif } = await sharp(bytes).metadata()
      expect({ format, exif }).toEqual({ format: 'webp' })
      expect(bytes.includes('Secret')).toBe(false)
    }
  })

  test('is kept for ever by its name, is a picture and nothing else, and sets no cookie', async () => {
    const { status, headers } = await call(url, 'GET', `/photos/${hash}/small`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('image/webp')
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain(`default-src 'self'`)
    expect(headers.getSetCookie()).toEqual([])
  })

  test('by any other name is not found, and that is not kept', async () => {
    for (const name of [
      `${'0'.repeat(64)}/small`,
      `${hash}/medium`,
      `${hash.toUpperCase()}/small`,
      `${hash}%00/small`,
      `..%2f..%2fetc%2fpasswd/small`,
      `%2e%2e%2f${hash}/small`,
      `${hash}'--/small`,
    ]) {
      const answer = await call(url, 'GET', `/photos/${name}`)
      expect(answer.status, name).toBeGreaterThanOrEqual(400)
      expect(answer.status, name).toBeLessThan(500)
      expect(answer.headers.get('cache-control') ?? 'no-store', name).not.toContain('immutable')
    }
  })
})

describe('an upload is refused', () => {
  test.each(Object.entries(DISGUISED))('when it is %s that says it is a JPEG', async (_, file) => {
    const before = await photoCount()
    const answer = await upload(file)
    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    expect(answer.text).not.toMatch(/vips|sharp|buffer/i)
    expect(await photoCount()).toBe(before)
  })

  test.each([
    'image/svg+xml',
    'text/html',
    'application/json',
    'multipart/form-data; boundary=x',
    'image/jpeg, text/html',
  ])('when it says that it is %s, whatever it is', async (type) => {
    const answer = await upload(await jpeg({ colour: '#0f0' }), type)
    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })

  test('when it is too large, whether it says so or not', async () => {
    const large = Buffer.alloc(8 * 1024 * 1024 + 1, 0xff)
    expect((await upload(large)).status).toBe(413)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (++sent > 9) controller.close()
        else controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg', authorization: `Bearer ${owner.token}` },
      body,
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(413)
  })

  test('when it has more pixels than memory is worth', async () => {
    const bomb = await sharp({ create: { width: 10_000, height: 5_001, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect((await upload(bomb, 'image/png')).status).toBe(413)
  })

  test('when it comes with a cookie from another site', async () => {
    const { cookie } = await owner.webLogin()
    for (const origin of [undefined, 'null', 'https://evil.example']) {
      const answer = await call(url, 'POST', path, {
        cookie,
        raw: new Uint8Array(await jpeg({ colour: '#00f' })),
        headers: { 'content-type': 'image/jpeg', ...(origin && { origin }) },
      })
      expect([answer.status, answer.body.code]).toEqual([403, 'CSRF_REJECTED'])
    }
  })
})
