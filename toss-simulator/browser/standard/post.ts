import { PublicError } from './errors'

/** @throws {PublicError} with the code of the answer, UNKNOWN when there was none */
export async function post<Result>(url: string, body: unknown): Promise<Result> {
  let response: Response
  let answer: { code?: string; message?: string }
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    answer = (await response.json()) as { code?: string; message?: string }
  } catch {
    throw new PublicError('UNKNOWN')
  }
  if (!response.ok) throw new PublicError(answer.code ?? 'UNKNOWN', answer.message)
  return answer as Result
}
