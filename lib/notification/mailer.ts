import nodemailer from 'nodemailer'
import type { Database } from '@/db/client'
import { mailbox } from '@/db/schema/notification'
import { SECOND_MS } from '@/lib/time'

/** `id` is the same for every try at the same mail, so that a repeat can be told from another one. */
export type Mail = { id: string; to: string; subject: string; text: string; html: string }

/** Hands mail over. Resolves when the other side has taken it, rejects when it has not or nobody knows. */
export type Mailer = { send(mail: Mail): Promise<void> }

/**
 * What the address may overrule. A server that hangs must let go long before the lease of a claim is over, and links
 * that set a password do not travel in the clear.
 */
const DEFAULTS = {
  requireTLS: true,
  connectionTimeout: 5 * SECOND_MS,
  greetingTimeout: 5 * SECOND_MS,
  dnsTimeout: 5 * SECOND_MS,
  socketTimeout: 15 * SECOND_MS,
}

/** Sends through the SMTP server at `url`, `smtp://` or `smtps://` with the login in it. */
export function createSmtpMailer(url: string, from: string): Mailer {
  const address = new URL(url)
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (!address.searchParams.has(name)) address.searchParams.set(name, String(value))
  }
  const transport = nodemailer.createTransport(address.href, { from })
  const host = new URL(`http://${from.split('@').at(-1)!.replace('>', '')}`).hostname
  return {
    async send({ id, ...mail }) {
      await transport.sendMail({
        ...mail,
        messageId: `<${id}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    },
  }
}

/** Keeps mail in the database, for /mailbox: where no mail server is set, outside production. */
export function createMailbox(db: Database, now: () => Date): Mailer {
  return {
    async send({ id, to, subject, text, html }) {
      const letter = { id, recipient: to, subject, text, html, sentAt: now() }
      await db.insert(mailbox).values(letter).onConflictDoNothing({ target: mailbox.id })
    },
  }
}
