/** A model cannot be used; `message` is one line for the person who adds it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
