import { build } from 'esbuild'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A shop's page with the official loader, under a strict policy, as a careful shop would serve it. */
export interface HostPage {
  url: string
  close(): Promise<void>
}

const LOADER = `
  import { loadTossPayments, ANONYMOUS } from '@tosspayments/tosspayments-sdk'
  Object.assign(window, { loadTossPayments, ANONYMOUS })
`

export async function serveHostPage(simulatorUrl: string): Promise<HostPage> {
  const { outputFiles } = await build({
    stdin: { contents: LOADER, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'iife',
    tsconfigRaw: '{}',
  })
  const loader = outputFiles[0]!.text
  const server = createServer((_request, response) => {
    const nonce = randomBytes(16).toString('base64')
    response.writeHead(200, {
      'content-type': 'text/html;charset=utf-8',
      'content-security-policy': [
        "default-src 'self'",
        `script-src 'nonce-${nonce}' 'strict-dynamic'`,
        "style-src 'self'",
        `frame-src ${simulatorUrl}`,
        `connect-src 'self' ${simulatorUrl}`,
        "object-src 'none'",
        "base-uri 'none'",
      ].join('; '),
    })
    response.end(`<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>상점</title>
      <meta name="viewport" content="width=device-width, initial-scale=1"></head>
      <body><main><h1>주문서</h1><div id="methods"></div><div id="agreement"></div><button id="order">주문하기</button></main>
      <script nonce="${nonce}">${loader}</script></body></html>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
