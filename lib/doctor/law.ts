import { readSetting } from '@/lib/settings/read-setting'
import { ok, red, type Check, type Doctor, type Finding } from './check'
import { readPage } from './read-page'

/** What the published terms have to say of the wallet; each needs all of its words. */
const CLAUSES: Record<string, RegExp[]> = {
  '충전금의 성격': [/예치/, /고유한 재산과 구분|매출이 아니/],
  환불: [/환급|환불/, /7일/],
  수수료: [/수수료/],
  유효기간: [/소멸시효|유효기간/],
}

/** What the published privacy policy has to say of the payment. */
const PRIVACY: Record<string, RegExp[]> = {
  '결제대행사(토스페이먼츠) 제공': [/토스페이먼츠/, /제3자/],
  '보유 기간': [/보유 ?기간/, /5년/],
}

export const LAW_CHECKS: Check[] = [
  {
    key: 'terms',
    group: 'law',
    title: '이용약관에 포스페이 조항이 게시됨',
    who: 'operator',
    run: (doctor) => published(doctor, '/terms', CLAUSES),
  },
  {
    key: 'privacy',
    group: 'law',
    title: '개인정보 처리방침이 게시됨',
    who: 'operator',
    run: (doctor) => published(doctor, '/privacy', PRIVACY),
  },
  {
    key: 'company',
    group: 'law',
    title: '회사 정보가 화면에 표시됨',
    who: 'operator',
    async run({ ctx }) {
      const company = await readSetting(ctx, 'company')
      if (!company)
        return red(
          '회사 정보가 비어 있어요.',
          '설정 company에 상호, 대표자, 사업자등록번호 등을 넣어 주세요.',
        )
      if (/\.test$|\.example$/.test(company.email) || /^000/.test(company.businessNumber))
        return red(`${company.name}의 정보가 예시예요.`, '설정 company에 실제 회사 정보를 넣어 주세요.')
      return ok(`${company.name}, 사업자등록번호 ${company.businessNumber}`)
    },
  },
]

async function published(doctor: Doctor, path: string, clauses: Record<string, RegExp[]>): Promise<Finding> {
  const { status, text } = await readPage(doctor, path)
  if (status !== 200) return red(`${path} 화면이 ${status}로 답했어요.`, '문서를 게시해 주세요.')
  const shown = text.replaceAll(/<script[\s\S]*?<\/script>/g, '').replaceAll(/<[^>]+>/g, ' ')
  const missing = Object.keys(clauses).filter((name) => !clauses[name]!.every((words) => words.test(shown)))
  return missing.length
    ? red(`빠진 조항: ${missing.join(', ')}`, `${path}에 조항을 넣어 다시 게시해 주세요.`)
    : ok(`${Object.keys(clauses).join(', ')} 조항이 있어요.`)
}
