import { isReady } from '@/lib/jobs/ready'

/** Ready: the database answers and the worker is at work. */
export async function GET(): Promise<Response> {
  const state = await isReady()
  return Response.json(state, { status: state.ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } })
}
