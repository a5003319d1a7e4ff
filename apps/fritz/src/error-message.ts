/** The first line of an error's message. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return message.split('\n')[0] ?? '';
}

/** The first line of the innermost cause: libraries wrap what happened in what they were doing. */
export function rootMessageOf(error: unknown): string {
  let inner = error;
  for (let depth = 0; depth < 10; depth += 1) {
    const below: unknown = inner instanceof AggregateError ? inner.errors.at(-1) : causeOf(inner);
    if (!(below instanceof Error)) break;
    inner = below;
  }
  return messageOf(inner);
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : null;
}
