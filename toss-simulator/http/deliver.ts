import type { ServerResponse } from 'node:http'
import type { Answer } from '@/toss-simulator/http/message'

const BAD_GATEWAY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n'

export function deliver(outgoing: ServerResponse, answer: Answer): void {
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
  outgoing.end(answer.body)
}

/** Cuts the connection without an answer. */
export function drop(outgoing: ServerResponse): void {
  outgoing.socket?.destroy()
}

/** Announces the whole body, sends half of it and cuts the connection. */
export function deliverHalf(outgoing: ServerResponse, answer: Answer): void {
  const body = Buffer.from(answer.body)
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': body.length })
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.socket?.destroy())
}

/** What a proxy in between says instead of the service. */
export function garbageAnswer(status: number): Answer {
  return { status, headers: { 'content-type': 'text/html' }, body: BAD_GATEWAY_PAGE }
}
