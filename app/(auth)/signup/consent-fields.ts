import { z } from 'zod'

/** The version of each document that the visitor saw and ticked. */
export const consentFields = {
  terms: z.string('이용약관에 동의해 주세요.'),
  privacy: z.string('개인정보 처리에 동의해 주세요.'),
}
