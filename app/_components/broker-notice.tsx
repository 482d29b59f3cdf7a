/** What the law has a broker say where something is sold. */
export function BrokerNotice() {
  return (
    <p className="prose-lines text-caption text-ink-faint">
      포켓스페이스는 통신판매중개자로서 공간 대여 거래의 당사자가 아니에요. 공간의 정보와 이용에 대한 책임은
      공간을 등록한 분에게 있어요.
    </p>
  )
}
