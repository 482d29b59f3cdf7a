import { expect, test } from 'vitest'
import { payeeForm } from '@/lib/withdrawal/toss/payee-form'

const PERSON = {
  businessType: 'INDIVIDUAL',
  name: ' 김하늘 ',
  email: 'sky@example.com',
  phone: '010-1234-5678',
}
const COMPANY = {
  ...{ ...PERSON, businessType: 'CORPORATE', name: '하늘공간' },
  ...{ representativeName: '김하늘', businessRegistrationNumber: '123-45-67891' },
}

test('a person is told to Toss as one, without what people type between digits', () => {
  expect(payeeForm.parse(PERSON)).toEqual({
    businessType: 'INDIVIDUAL',
    individual: { name: '김하늘', email: 'sky@example.com', phone: '01012345678' },
  })
})

test('a company is told with who stands for it and its number', () => {
  expect(payeeForm.parse(COMPANY)).toMatchObject({
    businessType: 'CORPORATE',
    company: { name: '하늘공간', representativeName: '김하늘', businessRegistrationNumber: '1234567891' },
  })
})

test.each([
  ['without a name', { ...PERSON, name: ' ' }, 'name'],
  ['with letters for a phone', { ...PERSON, phone: '전화' }, 'phone'],
  ['with no address for an email', { ...PERSON, email: 'sky' }, 'email'],
  [
    'with nine digits for a company’s ten',
    { ...COMPANY, businessRegistrationNumber: '123456789' },
    'businessRegistrationNumber',
  ],
  [
    'with a number whose last digit is another',
    { ...COMPANY, businessRegistrationNumber: '1234567890' },
    'businessRegistrationNumber',
  ],
  ['of no kind', { ...PERSON, businessType: 'CAT' }, 'businessType'],
])('one %s is refused in Korean', (_, typed, field) => {
  const [issue] = payeeForm.safeParse(typed).error!.issues
  expect(issue!.path).toEqual([field])
  expect(issue!.message).toMatch(/[가-힣].*요\.$/)
})
