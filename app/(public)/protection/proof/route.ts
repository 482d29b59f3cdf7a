import { currentUser, webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { readInclusion, readProof } from '@/lib/proof/read'
import { toFile } from '@/lib/proof/wire'
import { refusalResponse } from '@/lib/route'

/** The newest proof as a file, with one's own part of it for those who are logged in. */
export async function GET(request: Request): Promise<Response> {
  try {
    const [user, ctx] = await Promise.all([currentUser(), webContext()])
    const proof = await readProof(ctx)
    if (!proof) throw new PosPayError('NOT_FOUND')
    const inclusion = user ? await readInclusion(ctx, user.id, proof) : null
    return Response.json(toFile(proof, inclusion), {
      headers: { 'Content-Disposition': `attachment; filename="pospay-proof-${proof.day}.json"` },
    })
  } catch (error) {
    return refusalResponse(error, request)
  }
}
