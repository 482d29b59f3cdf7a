import { operatorFor, webContext } from '@/lib/auth'
import { PosPayError } from '@/lib/errors'
import { refusalResponse } from '@/lib/route'
import { transferFile } from '@/lib/withdrawal/manual/transfer-file'

type Next = { params: Promise<{ batch: string }> }

/** A batch as a file for the bank. It holds whole account numbers. */
export async function GET(request: Request, { params }: Next): Promise<Response> {
  try {
    const user = await operatorFor('transfers.carry')
    const { batch } = await params
    if (!/^\d{1,9}$/.test(batch)) throw new PosPayError('NOT_FOUND')
    const bytes = await transferFile(await webContext(), { operatorId: user.id, batch: Number(batch) })
    return new Response(new Uint8Array(bytes), {
      headers: {
        'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'Content-Disposition': `attachment; filename="pospay-transfers-${batch}.xlsx"`,
      },
    })
  } catch (error) {
    return refusalResponse(error, request)
  }
}
