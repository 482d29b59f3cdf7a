import { textAnswer, type Answer } from '@/toss-simulator/http/message'
import type { Html } from '@/toss-simulator/pages/html'
import { html } from '@/toss-simulator/pages/html'

const LOOPBACK_PAGES = 'http://localhost:* http://127.0.0.1:* https://localhost:*'
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  `frame-ancestors 'self' ${LOOPBACK_PAGES}`,
].join('; ')

interface Document {
  title: string
  style: string
  script?: string
  body: Html
  status?: number
}

/** A whole page of the simulator, under a policy that runs nothing but its own files. */
export function documentAnswer({ title, style, script, body, status = 200 }: Document): Answer {
  const page = html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <link rel="stylesheet" href="/assets/${style}" />
        ${script ? html`<script type="module" src="/assets/${script}"></script>` : ''}
      </head>
      <body>
        ${body}
      </body>
    </html>`
  return textAnswer(status, 'text/html', page.text, {
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
}
