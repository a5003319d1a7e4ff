/** Something that the person at the terminal can put right; the message is one line that says how. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
