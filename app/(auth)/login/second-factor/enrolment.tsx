import { CopyButton } from '@/app/_components/copy-button'
import { Notice } from '@/app/_components/notice'
import { otpauthUri } from '@/lib/identity/second-factor/totp'
import { enrolAction } from './actions'
import { CodeForm } from './code-form'
import { QrCode } from './qr-code'

type Props = {
  /** As the app names what it makes codes for. */
  account: string
  offer: { key: string; recoveryCodes: string[]; sealed: string }
  next: string
}

/** Three steps on one page: into the app, a way back without the phone, a first code. */
export function Enrolment({ account, offer: { key, recoveryCodes, sealed }, next }: Props) {
  return (
    <>
      <h2 className="mt-7 text-label font-semibold">1. 앱에서 QR 코드를 찍어 주세요</h2>
      <div className="mt-3">
        <QrCode text={otpauthUri(key, account)} label="인증 앱에 등록할 QR 코드" />
      </div>
      <p className="mt-3 text-label text-ink-soft">찍을 수 없다면 이 키를 직접 입력해 주세요.</p>
      <div className="mt-1.5 flex items-center gap-3">
        <code className="min-w-0 flex-1 rounded-control bg-sunken px-3 py-2.5 text-label break-all">
          {key.match(/.{4}/g)!.join(' ')}
        </code>
        <CopyButton text={key} what="키" />
      </div>
      <h2 className="mt-7 text-label font-semibold">2. 복구 코드를 적어 두세요</h2>
      <p className="mt-1 text-label text-ink-soft">
        휴대전화를 잃어버렸을 때 하나씩 한 번만 쓸 수 있어요. 다시 보여 드리지 않아요.
      </p>
      <ul className="mt-2 grid grid-cols-2 gap-x-4 gap-y-1 rounded-control bg-sunken px-4 py-3 font-mono text-caption tabular-nums">
        {recoveryCodes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="mt-2 flex justify-end">
        <CopyButton text={recoveryCodes.join('\n')} what="복구 코드" />
      </div>
      <h2 className="mt-7 text-label font-semibold">3. 앱에 보이는 코드를 입력해 주세요</h2>
      <CodeForm
        run={enrolAction}
        next={next}
        offer={sealed}
        label="인증 코드"
        hint="숫자 6자리예요. 30초마다 바뀌어요."
        button="등록하고 시작하기"
      />
      <Notice className="mt-5">15분 안에 등록해 주세요. 지나면 새 QR 코드를 보여 드려요.</Notice>
    </>
  )
}
