import { requestContext } from '@/lib/request'
import { refusalResponse } from '@/lib/route'
import { readPhoto } from '@/lib/space/read-photo'

/** The name is the content's hash, so that what it names can never change. */
const FOR_EVER = 'public, max-age=31536000, immutable'

type Next = { params: Promise<{ hash: string; size: string }> }

export async function GET(request: Request, { params }: Next): Promise<Response> {
  try {
    const { hash, size } = await params
    const bytes = await readPhoto(requestContext(request.headers), hash, size)
    return new Response(new Uint8Array(bytes), {
      headers: { 'Content-Type': 'image/webp', 'Cache-Control': FOR_EVER },
    })
  } catch (error) {
    return refusalResponse(error, request)
  }
}
