import { unstable_rethrow } from 'next/navigation'
import type { Table } from '@/lib/document/table'
import { writeFile } from '@/lib/document/write-file'
import { requireUser, webContext, type SessionUser } from '@/lib/auth'
import type { Ctx } from '@/lib/context'
import { countAgainst } from '@/lib/policy/rate-limit'
import { refusalResponse } from '@/lib/route'

/** A table that somebody may see as a file to keep. Whose it is the reading decides. */
export async function fileResponse(
  request: Request,
  ending: string,
  read: (ctx: Ctx, user: SessionUser) => Promise<Table>,
): Promise<Response> {
  try {
    const user = await requireUser()
    const ctx = await webContext()
    await countAgainst(ctx, 'file', user.id)
    const { name, type, bytes } = await writeFile(await read(ctx, user), ending, ctx.now())
    return new Response(new Uint8Array(bytes), {
      headers: {
        'Content-Type': type,
        // RFC 6266: the plain name for those who do not read the other, which RFC 5987 encodes.
        'Content-Disposition': `attachment; filename="pospay.${ending}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      },
    })
  } catch (error) {
    unstable_rethrow(error)
    return refusalResponse(error, request)
  }
}
