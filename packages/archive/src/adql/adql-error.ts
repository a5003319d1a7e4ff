/** A place in a query's text: offset of a character. */
export type At = number;

/** Why a query was not answered; the message is for whoever wrote it, and names the place. */
export class AdqlError extends Error {
  /** Where in the text, from 1; null where it is of the query as a whole. */
  readonly place: { readonly line: number; readonly column: number } | null;

  constructor(message: string, place: AdqlError['place'] = null, options?: ErrorOptions) {
    super(
      place === null ? message : `line ${place.line}, column ${place.column}: ${message}`,
      options,
    );
    this.name = 'AdqlError';
    this.place = place;
  }
}

/** What is wrong at a place of the text; the parser and the compiler throw it without knowing the text. */
export class AdqlFault extends Error {
  readonly at: At;

  constructor(at: At, message: string) {
    super(message);
    this.name = 'AdqlFault';
    this.at = at;
  }
}

/** Runs work on a query's text, and tells faults by line and column. @throws AdqlError */
export function withPlaces<T>(text: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AdqlFault) throw placeFault(text, error);
    throw error;
  }
}

function placeFault(text: string, fault: AdqlFault): AdqlError {
  const before = text.slice(0, fault.at).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return new AdqlError(fault.message, place, { cause: fault });
}
