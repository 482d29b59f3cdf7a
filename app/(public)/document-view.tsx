import { notFound } from 'next/navigation'
import Link from 'next/link'
import { Notice } from '@/app/_components/notice'
import { longDay } from '@/app/_components/kst'
import type { DocumentName, DocumentText } from '@/db/schema/terms'
import { webContext } from '@/lib/auth'
import { DOCUMENT_PATHS, DOCUMENT_TITLES, versionPath } from '@/lib/terms/names'
import { listPublished, type DocumentVersion } from '@/lib/terms/read'

/** A document as it stands on a day: today's, or another version at its own address. */
export async function DocumentPage({ name, version }: { name: DocumentName; version?: string }) {
  const ctx = await webContext()
  const published = await listPublished(ctx, name)
  const now = ctx.now()
  const inForce = published.find(({ effectiveAt }) => effectiveAt <= now)
  const shown = version ? published.find((each) => each.version === version) : inForce
  if (!shown) notFound()
  return (
    <article className="mx-auto w-full max-w-[44rem] px-5 pt-6 pb-20 desktop:px-8 desktop:pt-12">
      <h1 className="text-heading font-bold">{DOCUMENT_TITLES[name]}</h1>
      <p className="mt-1 text-label text-ink-soft">
        <time dateTime={shown.version}>{longDay(shown.version)}</time>부터 적용
      </p>
      {shown.draftedBy === null ? (
        <Notice tone="caution" title="법률 검토 전 초안" className="mt-5">
          변호사의 검토를 거치기 전의 글이에요. 정식 서비스를 시작하기 전에 바뀔 수 있어요.
        </Notice>
      ) : null}
      <Standing shown={shown} inForce={inForce} now={now} />
      <DocumentBody text={shown.content} />
      {published.length > 1 ? (
        <Versions published={published} shown={shown} inForce={inForce} now={now} />
      ) : null}
    </article>
  )
}

type StandingProps = { shown: DocumentVersion; inForce: DocumentVersion | undefined; now: Date }

/** Whether this is what holds, and where what holds is. */
function Standing({ shown, inForce, now }: StandingProps) {
  if (shown.effectiveAt > now)
    return (
      <Notice tone="calm" title={`${longDay(shown.version)}부터 이렇게 바뀌어요`} className="mt-5">
        <p className="prose-lines">{shown.summary}</p>
        <p className="prose-lines mt-2">바뀌는 이유: {shown.reason}</p>
        <p className="mt-2">
          동의하지 않으면 그날 전에 잔액을 모두 환불받고 탈퇴할 수 있어요. 수수료는 없어요.{' '}
          <Link href={DOCUMENT_PATHS[shown.document]} className="underline underline-offset-4">
            지금 적용되는 글 보기
          </Link>
        </p>
      </Notice>
    )
  if (shown.id === inForce?.id) return null
  return (
    <Notice tone="caution" title="지난 글이에요" className="mt-5">
      지금은 적용되지 않아요.{' '}
      <Link href={DOCUMENT_PATHS[shown.document]} className="underline underline-offset-4">
        지금 적용되는 글 보기
      </Link>
    </Notice>
  )
}

export function DocumentBody({ text: { summary, sections } }: { text: DocumentText }) {
  return (
    <>
      <section aria-labelledby="summary" className="mt-6 rounded-card bg-sunken px-5 py-5">
        <h2 id="summary" className="text-label font-semibold">
          먼저 알아 두세요
        </h2>
        <ul className="mt-2 list-disc space-y-1 pl-5 text-label text-ink-soft marker:text-ink-faint">
          {summary.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      {sections.map((section) => (
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
    </>
  )
}

type VersionsProps = StandingProps & { published: DocumentVersion[] }

function Versions({ published, shown, inForce, now }: VersionsProps) {
  const standing = (version: DocumentVersion) =>
    version.id === inForce?.id ? '지금 적용' : version.effectiveAt > now ? '적용 예정' : '지난 글'
  return (
    <section aria-labelledby="versions" className="mt-12 border-t border-line pt-6">
      <h2 id="versions" className="text-title font-semibold">
        바뀐 기록
      </h2>
      <ol className="mt-2 divide-y divide-line">
        {published.map((version) => (
          <li key={version.id}>
            <Link
              href={versionPath(version.document, version.version)}
              aria-current={version.id === shown.id ? 'page' : undefined}
              className="flex min-h-11 items-baseline justify-between gap-4 py-3 text-label hover:text-brand-ink aria-[current]:font-semibold"
            >
              <span>
                {longDay(version.version)}부터
                <span className="block font-normal text-ink-soft">{version.summary}</span>
              </span>
              <span className="shrink-0 font-normal text-ink-soft">{standing(version)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
