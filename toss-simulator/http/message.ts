/** A request as the handlers see it: the body is read, the path still as it was sent. */
export interface Request {
  method: string
  /** Without the query. */
  path: string
  /** With the leading "?", or empty. */
  search: string
  headers: Record<string, string | undefined>
  body: string
}

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: JSON.stringify(value),
  }
}

export function textAnswer(
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': `${type};charset=UTF-8`, 'cache-control': 'no-store', ...headers },
    body,
  }
}
