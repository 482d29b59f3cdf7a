/** A text that people agree to. The version is the day it takes effect; a changed text is a new version. */
export type TermsDocument = {
  title: string
  version: string
  summary: string[]
  sections: { heading: string; paragraphs: string[]; items?: string[] }[]
}
