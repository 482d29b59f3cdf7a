/** A problem that the person at the keyboard can solve: printed as its sentence alone, without a stack. */
export class Failure extends Error {
  override name = 'Failure'
}
