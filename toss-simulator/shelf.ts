/** Things of one kind, by their id and oldest first. */
export class Shelf<Item extends { id: string }> {
  private items = new Map<string, Item>()

  /** @param journal where what is saved is written, which brings it back by `put` */
  constructor(private readonly journal: { write(item: Item): void }) {}

  find(id: string): Item | undefined {
    return this.items.get(id)
  }

  list(): Item[] {
    return [...this.items.values()]
  }

  /** It is in the journal before this returns. */
  save(item: Item): void {
    this.journal.write(item)
  }

  put(item: Item): void {
    this.items.set(item.id, item)
  }

  clear(): void {
    this.items.clear()
  }
}
