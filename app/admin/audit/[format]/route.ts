import { fileResponse } from '@/app/_components/file-response'
import { operatorFor } from '@/lib/auth'
import { toAuditTable } from '@/lib/identity/audit-trail/audit-table'
import { auditSearch, exportAudit } from '@/lib/identity/audit-trail/search'

type Next = { params: Promise<{ format: string }> }

export async function GET(request: Request, { params }: Next): Promise<Response> {
  const { format } = await params
  const search = auditSearch.parse(Object.fromEntries(new URL(request.url).searchParams))
  return fileResponse(request, format, async (ctx) => {
    const { id: operatorId } = await operatorFor('audit.read')
    return toAuditTable(await exportAudit(ctx, { operatorId, search }))
  })
}
