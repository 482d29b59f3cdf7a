import { decryptJwe, isJwe } from './jwe'

/**
 * What is inside an answer of Toss's second version, as JSON: its error, or else the thing itself. A refusal that came
 * before Toss knew who asks has no envelope, and is as it is. Some tell an error as the thing itself.
 * @throws {NotDecryptable} for a message under another key
 * @throws {SyntaxError} for what is not JSON
 */
export function openEnvelope(body: string, securityKey: string): string {
  const text = isJwe(body) ? decryptJwe(body, securityKey) : body
  const envelope = JSON.parse(text) as { error?: unknown; entityBody?: unknown } | null
  if (typeof envelope !== 'object' || envelope === null || !('entityBody' in envelope)) return text
  return JSON.stringify(envelope.error ?? envelope.entityBody)
}
