import type { Mail } from './mailer'
import type { Words } from './words'

type Composed = Pick<Mail, 'subject' | 'text' | 'html'>

/** A notice as mail, in plain text and in HTML that says the same. `siteUrl` is the site's own address. */
export function composeMail(words: Words, siteUrl: string): Composed {
  const { title, body, action, mailSubject } = words
  const link = new URL(words.href, siteUrl).href
  const text = `${title}\n\n${body}\n\n${action}: ${link}\n\n${FOOTER}\n`
  const html = `<!doctype html>
<html lang="ko">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title></head>
<body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.6;color:#17211e;background:#ffffff">
<div style="max-width:480px;margin:0 auto;word-break:keep-all;overflow-wrap:anywhere">
<p style="font-weight:700;color:#0b5f4b">포스페이</p>
<h1 style="font-size:20px;line-height:1.4">${escape(title)}</h1>
<p>${escape(body).replaceAll('\n', '<br>')}</p>
<p style="margin:24px 0"><a href="${escape(link)}" style="color:#0b5f4b;font-weight:700">${escape(action)}</a></p>
<p style="font-size:13px;color:#4d5a56">${FOOTER}</p>
</div>
</body>
</html>
`
  return { subject: oneLine(mailSubject), text, html }
}

const FOOTER = '보내기만 하는 메일이라 답장은 읽지 못해요. 포스페이는 메일로 비밀번호를 묻지 않아요.'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]!)
}

/** A header is one line: what follows a line break would be a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
