import sharp from 'sharp'

type Picture = { width?: number; height?: number; colour?: string }

/** A plain picture of one colour. */
export function picture({ width = 80, height = 60, colour = '#2a7f7a' }: Picture = {}) {
  return sharp({ create: { width, height, channels: 3, background: colour } })
}

export async function jpeg(given: Picture = {}): Promise<Buffer> {
  return picture(given).jpeg().toBuffer()
}

/** Where the photo was taken, by whom and with what; held upright by a phone that lay on its side. */
export async function jpegWithSecrets(): Promise<Buffer> {
  return picture({ width: 120, height: 80 })
    .withExif({
      IFD0: { Make: 'SecretCamera', Artist: 'SecretArtist' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '37/1 33/1 58/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '126/1 58/1 41/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

/** Nothing that compresses. */
export async function noise(width: number, height: number): Promise<Buffer> {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 90 },
    },
  })
    .png()
    .toBuffer()
}

/** Files that say they are pictures. */
export const DISGUISED: Record<string, Buffer> = {
  'an SVG': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'an SVG with a declaration': Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'a page behind the first bytes of a JPEG': Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    Buffer.from('<!doctype html><script>alert(1)</script>'),
  ]),
  'an SVG behind the first bytes of a PNG': Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  ]),
  'a RIFF that is no picture': Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ', 'latin1'),
  'a GIF': Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64'),
  'a PDF': Buffer.from('%PDF-1.7\n'),
  nothing: Buffer.alloc(0),
}
