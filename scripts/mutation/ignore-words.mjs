const FOR_PEOPLE = ['log', 'failpoint']

/** Stryker's plugin: what is only told to a log, and the names of crash points, which `tests/faults` prove. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'words',
    value: {
      /** @param {{ isCallExpression(): boolean, node: any }} path */
      shouldIgnore(path) {
        if (!path.isCallExpression()) return undefined
        const { callee } = path.node
        const name = callee.type === 'MemberExpression' ? callee.object.name : callee.name
        return FOR_PEOPLE.includes(name) ? `a call of ${name}` : undefined
      },
    },
  },
]
