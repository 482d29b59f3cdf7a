import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '@/scripts/repository'
import type { Answer } from './api'

/** A server action's id as the build has numbered it. */
export function actionIdOf(file: string, name: string): string {
  const manifest = join(REPOSITORY, '.next/server/server-reference-manifest.json')
  const { node } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    node: Record<string, { exportedName: string; filename: string }>
  }
  const known = Object.entries(node).find(
    ([, { exportedName, filename }]) => exportedName === name && filename === file,
  )
  if (!known) throw new Error(`${name} of ${file} is not in the build`)
  return known[0]
}

type Sent = {
  url: string
  id: string
  /** The page that the form is on. */
  at: string
  cookie?: string
  fields?: Record<string, string | Blob>
}

/** Sends a form to a server action, as a browser does; an empty one without fields. */
export async function callAction({ url, id, at, cookie, fields = {} }: Sent): Promise<Answer> {
  const form = new FormData()
  form.set('_1_', '')
  for (const [name, value] of Object.entries(fields)) form.set(`_1_${name}`, value)
  // Last: by then a file has been read to its end.
  form.set('0', '[null,"$K1"]')
  const headers: Record<string, string> = { 'next-action': id, origin: url, accept: 'text/x-component' }
  if (cookie) headers.cookie = cookie
  const answer = await fetch(url + at, { method: 'POST', redirect: 'manual', headers, body: form })
  return { status: answer.status, headers: answer.headers, text: await answer.text(), body: null }
}
