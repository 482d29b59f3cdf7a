import type { DocumentText } from '@/db/schema/terms'

/** Why a text is no document, for whoever wrote it. */
export class NotationError extends Error {}

/**
 * A document as an operator writes it, line by line: `- ` before the first heading is a main point, `# ` a heading,
 * `- ` below it an item, anything else a paragraph. There is no other markup, and nothing of it is ever HTML.
 */
export function writeNotation({ summary, sections }: DocumentText): string {
  const points = summary.map((point) => `- ${point}`)
  const parts = sections.map(({ heading, paragraphs, items = [] }) =>
    [`# ${heading}`, ...paragraphs, ...items.map((item) => `- ${item}`)].join('\n'),
  )
  return [points.join('\n'), ...parts].join('\n\n')
}

/** Throws NotationError. */
export function readNotation(text: string): DocumentText {
  const document: DocumentText = { summary: [], sections: [] }
  const lines = text.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim())
  for (const line of lines.filter(Boolean)) addLine(document, line)
  const empty = document.sections.find(({ paragraphs, items }) => paragraphs.length === 0 && !items)
  if (empty) throw new NotationError(`‘${empty.heading}’ 아래에 내용이 없어요.`)
  if (document.summary.length === 0)
    throw new NotationError('맨 위에 먼저 알아 둘 점을 ‘- ’로 한 줄 이상 적어 주세요.')
  if (document.sections.length === 0) throw new NotationError('제목을 ‘# ’로 하나 이상 적어 주세요.')
  return document
}

function addLine({ summary, sections }: DocumentText, line: string): void {
  const section = sections.at(-1)
  const item = line.startsWith('- ') ? line.slice(2) : null
  if (line.startsWith('# ')) {
    sections.push({ heading: line.slice(2), paragraphs: [] })
  } else if (!section) {
    if (item === null) throw new NotationError(`첫 제목 앞에는 ‘- ’로 시작하는 줄만 둘 수 있어요: ${line}`)
    summary.push(item)
  } else if (item !== null) {
    section.items = [...(section.items ?? []), item]
  } else {
    if (section.items)
      throw new NotationError(`항목 뒤에는 문단을 둘 수 없어요. 제목을 새로 달아 주세요: ${line}`)
    section.paragraphs.push(line)
  }
}
