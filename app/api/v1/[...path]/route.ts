import { PosPayError } from '@/lib/errors'
import { refusalResponse } from '@/lib/route'

/** Programs that ask for what does not exist get the same kind of answer as for everything else, not a page. */
const notFound = (request: Request) => refusalResponse(new PosPayError('NOT_FOUND'), request)

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT }
