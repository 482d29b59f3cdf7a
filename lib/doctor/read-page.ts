import type { Doctor } from './check'

const PATIENCE_MS = 10_000

/** A page of our own as a stranger gets it. */
export async function readPage(
  { env }: Pick<Doctor, 'env'>,
  path: string,
  method = 'GET',
): Promise<{ status: number; headers: Headers; text: string }> {
  const answer = await fetch(new URL(path, env.APP_URL), {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
