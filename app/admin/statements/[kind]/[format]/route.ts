import { fileResponse } from '@/app/_components/file-response'
import { operatorFor } from '@/lib/auth'
import { readStatement, toPeriod } from '../../kinds'

type Next = { params: Promise<{ kind: string; format: string }> }

export async function GET(request: Request, { params }: Next): Promise<Response> {
  const { kind, format } = await params
  const asked = Object.fromEntries(new URL(request.url).searchParams)
  return fileResponse(request, format, async (ctx) =>
    readStatement(ctx, (await operatorFor('books.read')).id, kind, toPeriod(ctx, asked)),
  )
}
