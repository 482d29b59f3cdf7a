import { PublicError } from './errors'

/** The subscribers of a widget's single event. */
export class Listeners<Value> {
  private callbacks: ((value: Value) => void)[] = []

  constructor(private readonly eventName: string) {}

  /** @throws {PublicError} INVALID_PARAMETER for another event or no callback */
  add(eventName: unknown, callback: unknown): void {
    if (eventName !== this.eventName || typeof callback !== 'function')
      throw new PublicError('INVALID_PARAMETER')
    this.callbacks.push(callback as (value: Value) => void)
  }

  emit(value: Value): void {
    for (const callback of this.callbacks) callback(value)
  }
}
