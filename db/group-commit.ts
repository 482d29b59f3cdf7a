/** More would make everybody wait for the slowest; fewer would cost a commit more often. */
const LARGEST_SET = 128
/** While one set commits the next is under way; more only compete for the same rows. */
const SETS_AT_ONCE = 2

type Waiting<Item, Result> = { item: Item; resolve(result: Result): void; reject(error: unknown): void }

/**
 * Group commit: what is asked for while others commit waits and goes together as one set; with nobody before it, it
 * goes alone at once. `run` takes a set in one transaction and answers each item in the order given. When a set
 * throws, its items are run one by one, so that a malformed one fails alone: `run` must be safe to repeat.
 */
export function groupCommit<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
): (item: Item) => Promise<Result> {
  const queue: Waiting<Item, Result>[] = []
  let running = 0

  const start = () => {
    while (running < SETS_AT_ONCE && queue.length > 0) {
      // Shared out evenly, so that both have work.
      const share = Math.ceil(queue.length / (SETS_AT_ONCE - running))
      running++
      void runSet(queue.splice(0, Math.min(share, LARGEST_SET))).finally(() => {
        running--
        start()
      })
    }
  }

  const runSet = async (set: Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(set.map(({ item }) => item))
      set.forEach(({ resolve }, index) => resolve(results[index]!))
    } catch (error) {
      if (set.length === 1) set[0]!.reject(error)
      else for (const each of set) await runSet([each])
    }
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      queue.push({ item, resolve, reject })
      // What is asked for in the same turn goes together.
      queueMicrotask(start)
    })
}
