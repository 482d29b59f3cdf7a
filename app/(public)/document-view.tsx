import { Notice } from '@/app/_components/notice'
import type { TermsDocument } from '@/lib/terms/document'

export function DocumentView({ document }: { document: TermsDocument }) {
  return (
    <article className="mx-auto w-full max-w-[44rem] px-5 pt-6 pb-20 desktop:px-8 desktop:pt-12">
      <h1 className="text-heading font-bold">{document.title}</h1>
      <p className="mt-1 text-label text-ink-soft">
        <time dateTime={document.version}>{document.version}</time> 판
      </p>
      <Notice tone="caution" title="법률 검토 전 초안" className="mt-5">
        변호사의 검토를 거치기 전의 글이에요. 정식 서비스를 시작하기 전에 바뀔 수 있어요.
      </Notice>
      <section aria-labelledby="summary" className="mt-6 rounded-card bg-sunken px-5 py-5">
        <h2 id="summary" className="text-label font-semibold">
          먼저 알아 두세요
        </h2>
        <ul className="mt-2 list-disc space-y-1 pl-5 text-label text-ink-soft marker:text-ink-faint">
          {document.summary.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      {document.sections.map((section) => (
        <section key={section.heading} className="mt-9">
          <h2 className="text-title font-semibold">{section.heading}</h2>
          {section.paragraphs.map((paragraph) => (
            <p key={paragraph} className="prose-lines mt-2 text-body text-ink-soft">
              {paragraph}
            </p>
          ))}
          {section.items ? (
            <ul className="mt-2 list-disc space-y-1 pl-5 text-body text-ink-soft marker:text-ink-faint">
              {section.items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          ) : null}
        </section>
      ))}
    </article>
  )
}
