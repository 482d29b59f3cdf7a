import { fileResponse } from '@/app/_components/file-response'
import { operatorFor } from '@/lib/auth'
import { readReport } from '../../../kinds'

type Next = { params: Promise<{ kind: string; period: string; format: string }> }

export async function GET(request: Request, { params }: Next): Promise<Response> {
  const { kind, period, format } = await params
  return fileResponse(request, format, async (ctx) =>
    readReport(ctx, (await operatorFor('taxes.read')).id, { name: kind, period }),
  )
}
