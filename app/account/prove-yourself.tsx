import { buttonClass } from '@/app/_components/button'
import { logoutAction } from './actions'
import { ConfirmPassword } from './confirm-password'

type Props = { email: string | null; hasPassword: boolean; why: string }

/** Asks who is at the screen, before what only they may do. Who has no password shows it where they log in. */
export function ProveYourself({ email, hasPassword, why }: Props) {
  if (hasPassword) return <ConfirmPassword email={email} why={why} />
  return (
    <>
      <p className="mt-4 text-label text-ink-soft">
        {why} 로그아웃한 뒤 다시 로그인하면 5분 동안 할 수 있어요.
      </p>
      <form action={logoutAction} className="mt-5">
        <button type="submit" className={buttonClass('primary', 'large', 'w-full')}>
          로그아웃하기
        </button>
      </form>
    </>
  )
}
