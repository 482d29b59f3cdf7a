/** Calls whose arguments nobody but a reader of logs sees, or that `tests/faults` prove by killing processes. */
const UNHEARD_CALLS = ['log', 'failpoint']
/** Sentences that describe a rule or an account to people. */
const WORDS = ['says']

class TellSurvivors {
  /** @param {{ status: string, fileName: string, replacement: string, location: { start: { line: number } } }} mutant */
  onMutantTested({ status, fileName, replacement, location }) {
    if (status !== 'Survived' && status !== 'NoCoverage') return
    console.log(`survived: ${fileName}:${location.start.line} → ${replacement.replace(/\s+/g, ' ')}`)
  }
}

export const strykerPlugins = [
  { kind: 'Reporter', name: 'survivors', injectableClass: TellSurvivors },
  {
    kind: 'Ignore',
    name: 'words',
    value: {
      /** @param {any} path */
      shouldIgnore(path) {
        if (path.isCallExpression()) {
          const { callee } = path.node
          const name = callee.type === 'MemberExpression' ? callee.object.name : callee.name
          if (UNHEARD_CALLS.includes(name)) return `a call of ${name}`
        }
        if (path.isObjectProperty() && WORDS.includes(path.node.key.name)) return 'words for people'
        return undefined
      },
    },
  },
]
