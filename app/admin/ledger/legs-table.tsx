import Link from 'next/link'
import type { ReactNode } from 'react'
import { WideTable } from '@/app/_components/wide-table'
import { Won } from '@/app/_components/won'
import type { Account } from '@/db/schema/ledger'
import { asRead, CHART } from '@/lib/ledger/chart'

/** An entry as it is shown: won, credit positive. `after`: what the account holds after it. */
type Leg = {
  account: Account
  amount: bigint
  userId: string | null
  userName: string | null
  after: bigint | null
}

/** The entries of a transaction as bookkeepers write them: debit to the left, credit to the right. */
export function LegsTable({ legs }: { legs: Leg[] }) {
  const credit = legs.reduce((sum, { amount }) => (amount > 0n ? sum + amount : sum), 0n)
  return (
    <WideTable label="분개">
      <table className="w-full text-label">
        <thead className="text-caption text-ink-faint">
          <tr className="border-b border-line">
            <Th>계정</Th>
            <Th right>차변</Th>
            <Th right>대변</Th>
            <Th right>거래 뒤 잔액</Th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {legs.map(({ account, amount, userId, userName, after }, place) => (
            <tr key={place}>
              <td className="px-1 py-3">
                <Link
                  href={`/admin/ledger/${account}`}
                  className="font-medium underline-offset-4 hover:underline"
                >
                  {CHART[account].name}
                </Link>
                {userId ? (
                  <Link
                    href={`/admin/ledger/members/${userId}?wallet=${account}`}
                    className="block text-caption text-ink-faint underline-offset-4 hover:underline"
                  >
                    {userName} 회원
                  </Link>
                ) : null}
              </td>
              <Td>{amount < 0n ? <Won amount={-amount} /> : null}</Td>
              <Td>{amount > 0n ? <Won amount={amount} /> : null}</Td>
              <Td>
                {after === null ? null : <Won amount={asRead(account, after)} className="text-ink-soft" />}
              </Td>
            </tr>
          ))}
        </tbody>
        <tfoot className="border-t border-line-strong font-semibold">
          <tr>
            <td className="px-1 py-3">합계</td>
            <Td>
              <Won amount={credit} />
            </Td>
            <Td>
              <Won amount={credit} />
            </Td>
            <Td>{null}</Td>
          </tr>
        </tfoot>
      </table>
    </WideTable>
  )
}

function Th({ right, children }: { right?: boolean; children: ReactNode }) {
  return (
    <th
      scope="col"
      className={
        right ? 'px-1 py-2 text-right font-medium whitespace-nowrap' : 'px-1 py-2 text-left font-medium'
      }
    >
      {children}
    </th>
  )
}

function Td({ children }: { children: ReactNode }) {
  return <td className="px-1 py-3 text-right">{children}</td>
}
