export function SkipLink() {
  return (
    <a
      href="#content"
      className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-20 focus:rounded-control focus:bg-brand focus:px-4 focus:py-3 focus:text-on-brand"
    >
      본문으로 바로가기
    </a>
  )
}
