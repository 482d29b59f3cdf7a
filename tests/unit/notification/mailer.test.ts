import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSmtpMailer } from '@/lib/notification/mailer'

/** As much of a mail server as it takes to hear a mail; it offers no STARTTLS. */
const received: string[] = []
let answerToRecipient = '250 ok'
const server = createServer(serve)
let url: string

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())
beforeEach(() => {
  received.length = 0
  answerToRecipient = '250 ok'
})

function serve(socket: Socket): void {
  const say = (line: string) => socket.write(`${line}\r\n`)
  let mail: string | null = null
  say('220 test')
  socket.on('error', () => undefined)
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.split('\r\n').slice(0, -1)) {
      if (mail !== null && line !== '.') mail += `${line}\n`
      else if (mail !== null) {
        received.push(mail)
        mail = null
        say('250 ok')
      } else if (/^DATA/i.test(line)) {
        mail = ''
        say('354 go on')
      } else if (/^STARTTLS/i.test(line)) say('502 no')
      else if (/^RCPT/i.test(line)) say(answerToRecipient)
      else if (/^EHLO/i.test(line)) say('250 test')
      else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
      else say('250 ok')
    }
  })
}

const MAIL = { id: 'n-1', to: 'renter@example.com', subject: '예약', text: '글', html: '<p>글</p>' }
const FROM = '포스페이 <no-reply@pospay.example>'
const mailer = () => createSmtpMailer(`${url}?requireTLS=false`, FROM)

describe('mail over SMTP', () => {
  test('carries both parts, who it is from, and an id that is the same at every try', async () => {
    await mailer().send(MAIL)
    await mailer().send(MAIL)
    expect(received).toHaveLength(2)
    for (const mail of received) {
      expect(mail).toMatch(/^Message-ID: <n-1@pospay\.example>$/im)
      expect(mail).toMatch(/^From: .*<no-reply@pospay\.example>$/im)
      expect(mail).toMatch(/^To: renter@example\.com$/im)
      expect(mail).toMatch(/^Auto-Submitted: auto-generated$/im)
      expect(mail).toContain('text/plain')
      expect(mail).toContain('text/html')
    }
  })

  test('that the server refuses is an error', async () => {
    answerToRecipient = '550 no such user'
    await expect(mailer().send(MAIL)).rejects.toMatchObject({ responseCode: 550 })
    expect(received).toEqual([])
  })

  test('never travels in the clear unless the address allows it', async () => {
    await expect(createSmtpMailer(url, FROM).send(MAIL)).rejects.toThrow()
    expect(received).toEqual([])
  })
})
