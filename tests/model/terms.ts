import type { AgreedName } from '@/db/schema/terms'
import type { Model, Person } from './model'

export type ModelVersion = { document: AgreedName; version: string; from: Date }

/** What PosPay promises of its terms: which are in force, and who has agreed to them. */
export class Terms {
  /** Of each document at least one from before all that happens here. */
  published: ModelVersion[] = []
  private agreed = new Map<Person, ModelVersion[]>()

  constructor(private readonly model: Model) {}

  /** What somebody has to agree to before they put more money in. */
  asked(person: Person): ModelVersion[] {
    const agreed = this.agreed.get(person) ?? []
    return this.inForce().filter((one) => !agreed.includes(one))
  }

  agree(person: Person): void {
    this.agreed.set(person, this.inForce())
  }

  /** Announced, the soonest first. */
  coming(): ModelVersion[] {
    const later = this.published.filter(({ from }) => this.model.now < from)
    return later.sort((a, b) => a.from.getTime() - b.from.getTime())
  }

  private inForce(): ModelVersion[] {
    const begun = this.published.filter(({ from }) => from <= this.model.now)
    return begun.filter(
      (one) => !begun.some(({ document, from }) => document === one.document && one.from < from),
    )
  }
}
