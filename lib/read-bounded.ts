import { PosPayError } from './errors'

/** A request's body, to the byte. Throws PAYLOAD_TOO_LARGE beyond the cap, whatever its headers say. */
export async function readBounded(request: Request, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes)
    throw new PosPayError('PAYLOAD_TOO_LARGE')
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) throw new PosPayError('PAYLOAD_TOO_LARGE')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
