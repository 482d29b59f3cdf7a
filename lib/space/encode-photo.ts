import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { PosPayError } from '@/lib/errors'
import { MAX_PHOTO_BYTES } from './photo-limits'

/** A picture is small in a file and large in memory: 50 million pixels are 200 MB. */
const MAX_PIXELS = 50_000_000

/** Pixels of the longer side, and the most bytes that the table takes. */
const LARGE = { side: 1600, bytes: 2 * 1024 * 1024 }
const SMALL = { side: 640, bytes: 512 * 1024 }
/** The first that fits; only noise needs the last. */
const QUALITIES = [80, 60, 35]

export type EncodedPhoto = { hash: string; width: number; height: number; large: Buffer; small: Buffer }

/**
 * A picture anew, as WebP in two sizes: upright, and without anything but its pixels, so that no place, time or
 * device is left in it. Throws UNSUPPORTED_MEDIA_TYPE for what is no JPEG, PNG or WebP, PAYLOAD_TOO_LARGE.
 */
export async function encodePhoto(file: Buffer): Promise<EncodedPhoto> {
  if (file.length > MAX_PHOTO_BYTES) throw new PosPayError('PAYLOAD_TOO_LARGE')
  if (!looksLikePicture(file)) throw noPicture()
  const { width, height } = await sharp(file, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => Promise.reject(noPicture(cause)))
  if (width * height > MAX_PIXELS) {
    throw new PosPayError('PAYLOAD_TOO_LARGE', { message: '사진의 픽셀이 너무 많아요. 크기를 줄여 주세요.' })
  }
  const large = await encode(file, LARGE).catch((cause: unknown) => Promise.reject(noPicture(cause)))
  const small = await encode(large.data, SMALL)
  const hash = createHash('sha256').update(large.data).update(small.data).digest('hex')
  return { hash, width: large.info.width, height: large.info.height, large: large.data, small: small.data }
}

async function encode(file: Buffer, { side, bytes }: typeof LARGE) {
  const picture = sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
  for (const quality of QUALITIES) {
    const encoded = await picture.clone().webp({ quality }).toBuffer({ resolveWithObject: true })
    if (encoded.data.length <= bytes) return encoded
  }
  throw new Error('the picture does not fit at any quality')
}

/** By its first bytes, whatever it is called: the decoders of other formats never see it. */
function looksLikePicture(file: Buffer): boolean {
  const starts = (text: string, at = 0) =>
    file.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'))
  return starts('\xff\xd8\xff') || starts('\x89PNG\r\n\x1a\n') || (starts('RIFF') && starts('WEBP', 8))
}

function noPicture(cause?: unknown): PosPayError {
  return new PosPayError('UNSUPPORTED_MEDIA_TYPE', {
    message: 'JPG, PNG, WebP 사진만 올릴 수 있어요. 파일이 깨지지 않았는지도 확인해 주세요.',
    cause,
  })
}
