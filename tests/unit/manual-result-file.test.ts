import { describe, expect, test } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { readResultFile } from '@/lib/withdrawal/manual/result-file'

const HEAD = '순번,입금은행,입금계좌번호,이체금액(원),예금주,내통장표시,처리결과,오류사유'

const csv = (...rows: string[]) => Buffer.from([HEAD, ...rows].join('\r\n'))

describe("a bank's file of results", () => {
  test('is read by its heads, whatever stands above them and however amounts are written', async () => {
    const file = Buffer.from(
      [
        '다계좌이체 처리결과',
        '',
        HEAD,
        '1,카카오뱅크,3333-01-1234567,"1,234,000",김하늘,PP0000012,정상,',
        '2,토스뱅크,100012345678,50000원,이바다,PP0000013,오류,계좌번호 오류',
        ',,,,,,,',
        '합계,,,1284000,,,,',
      ].join('\n'),
    )
    expect(await readResultFile(file)).toEqual([
      {
        line: 4,
        number: 'PP0000012',
        account: '3333011234567',
        amount: 1_234_000n,
        verdict: 'COMPLETED',
        reason: '',
      },
      {
        line: 5,
        number: 'PP0000013',
        account: '100012345678',
        amount: 50_000n,
        verdict: 'FAILED',
        reason: '계좌번호 오류',
      },
    ])
  })

  test('may be XLSX', async () => {
    const bytes = await writeXlsx([
      ['입금계좌번호', '이체금액', '내통장표시', '처리결과'].map((value) => ({ value })),
      [{ value: '0012345678' }, { type: Number, value: 7000 }, { value: 'PP0000001' }, { value: '반환' }],
    ]).toBuffer()
    expect(await readResultFile(bytes)).toMatchObject([
      { line: 2, number: 'PP0000001', account: '0012345678', amount: 7000n, verdict: 'RETURNED' },
    ])
  })

  test('may be in EUC-KR', async () => {
    // 입금계좌번호,이체금액,내통장표시,처리결과
    const head = Buffer.from(
      'c0d4b1ddb0e8c1c2b9f8c8a32cc0ccc3bcb1ddbed72cb3bbc5ebc0e5c7a5bdc32cc3b3b8aeb0e1b0fa',
      'hex',
    )
    const row = Buffer.concat([Buffer.from('\n123,1000,PP0000001,'), Buffer.from('c1a4bbf3', 'hex')])
    expect(await readResultFile(Buffer.concat([head, row]))).toMatchObject([{ verdict: 'COMPLETED' }])
  })

  test.each([
    ['정상', 'COMPLETED'],
    ['이체 완료', 'COMPLETED'],
    ['입금불능', 'FAILED'],
    ['타행 반환', 'RETURNED'],
    ['처리중', 'pending'],
    ['비정상', null],
    ['미처리', null],
    ['정상(일부)', 'COMPLETED'],
    ['', null],
  ])('that says %j means %j', async (word, verdict) => {
    const rows = await readResultFile(csv(`1,은행,123,1000,김하늘,PP0000001,${word},`))
    expect(rows[0]!.verdict).toBe(verdict)
  })

  test.each([['-1000'], ['1000.5'], ['1e6'], [''], ['천원']])('holds no amount in %j', async (amount) => {
    const rows = await readResultFile(csv(`1,은행,123,${amount},김하늘,PP0000001,정상,`))
    expect(rows[0]!.amount).toBeNull()
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no table', Buffer.from('안녕하세요')],
    ['a table without results', Buffer.from('입금계좌번호,이체금액,내통장표시\n1,2,3')],
    ['a zip that is no sheet', Buffer.from('PK\u0003\u0004nonsense')],
    ['bytes of no text', Buffer.from([0xff, 0xff, 0xff, 0x00])],
  ])('is refused: %s', async (_, bytes) => {
    await expect(readResultFile(bytes)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
  })
})
