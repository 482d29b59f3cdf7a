import { dictionary } from '@zxcvbn-ts/language-common'
import { z } from 'zod'

/** Too well known to protect anything; also what anybody would try first on this very site. */
const WELL_KNOWN = new Set(dictionary['passwords-common'].map(String))
const OWN_WORDS = ['pospay', 'pocketspace', '포스페이', '포켓스페이스']

function isGuessable(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase()
  const withoutOwnWords = OWN_WORDS.reduce((text, word) => text.replaceAll(word, ''), plain)
  return (
    WELL_KNOWN.has(plain) ||
    (withoutOwnWords !== plain && withoutOwnWords.replace(/[^\p{L}]/gu, '').length < 4)
  )
}

/** The key of a login: however it was typed, one person has one form of it. */
export const emailSchema = z
  .string()
  .max(254, '이메일이 너무 길어요.')
  .transform((email) => email.normalize('NFKC').trim().toLowerCase())
  .pipe(z.email('이메일 주소를 확인해 주세요.'))

/** Characters as a person counts them: `length` counts an emoji twice. */
const characters = (text: string) => [...text].length

/** 8 to 128 characters of any kind, none cut off; NFKC, so that a password works on every keyboard. */
export const newPasswordSchema = z
  .string()
  .transform((password) => password.normalize('NFKC'))
  .pipe(
    z
      .string()
      .refine((password) => characters(password) >= 8, '비밀번호는 8자 이상이어야 해요.')
      .refine((password) => characters(password) <= 128, '비밀번호는 128자까지 쓸 수 있어요.')
      .refine(
        (password) => !isGuessable(password),
        '많이 쓰이는 비밀번호라 위험해요. 다른 비밀번호를 써 주세요.',
      ),
  )

/** 128 characters as some keyboards send them: in pieces that NFKC puts together. */
const LONGEST_TYPED = 1000

/** A password as typed at a login: held to nothing but a length, so that old ones keep working. */
export const typedPasswordSchema = z
  .string()
  .min(1, '비밀번호를 입력해 주세요.')
  .max(LONGEST_TYPED)
  .transform((password) => password.normalize('NFKC'))

const CONTROL_OR_DIRECTION = /[\p{Cc}\p{Cf}\p{Cs}]/u
const STAFF_WORDS = /포스\s*페이|pos\s*pay|운영자|관리자/i

export const nameSchema = z
  .string()
  .transform((name) => name.normalize('NFKC').trim().replace(/\s+/g, ' '))
  .pipe(
    z
      .string()
      .min(1, '이름을 입력해 주세요.')
      .max(50, '이름은 50자까지 쓸 수 있어요.')
      .refine((name) => !CONTROL_OR_DIRECTION.test(name), '이름에 쓸 수 없는 문자가 있어요.')
      .refine((name) => !STAFF_WORDS.test(name), '운영자로 보일 수 있는 이름은 쓸 수 없어요.'),
  )
