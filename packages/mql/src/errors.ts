/** What went wrong: at parse, or while a document was evaluated ('runtime', 'budget'). */
export type MqlErrorCode =
  | 'syntax'
  | 'unknown_stage'
  | 'unknown_operator'
  | 'unknown_variable'
  | 'forbidden'
  | 'unsupported'
  | 'argument'
  | 'budget'
  | 'runtime';

/** An error of a filter, with the place in the pipeline where it stands. */
export class MqlError extends Error {
  /** One of MqlErrorCode. */
  readonly code: string;
  /** Dotted place, for example `0.$match.candidate.drb.$gtt`; empty for the whole pipeline. */
  readonly path: string;
  /** What to write instead, where that is known. */
  readonly hint: string | null;

  constructor(code: MqlErrorCode, path: string, message: string, hint: string | null = null) {
    super(hint === null ? message : `${message} (${hint})`);
    this.name = 'MqlError';
    this.code = code;
    this.path = path;
    this.hint = hint;
  }
}

/** The filter went through more elements than it may; made an MqlError where it surfaces. */
export class BudgetExceeded extends Error {}

/** A stage's error as the caller sees it: with the stage's place where it has none of its own. */
export function toMqlError(error: unknown, at: string): unknown {
  if (error instanceof BudgetExceeded) return new MqlError('budget', at, error.message);
  if (error instanceof RangeError) {
    return new MqlError('budget', at, 'the filter nests too deeply or grows too large');
  }
  return error;
}

/** Throws the error of a malformed argument found at parse. */
export function refuse(path: string, message: string, hint: string | null = null): never {
  throw new MqlError('argument', path, message, hint);
}

/** Throws the error of an operator that met a value it cannot take. */
export function fail(path: string, message: string): never {
  throw new MqlError('runtime', path, message);
}

/** Joins the place of a child to that of its parent. */
export function joinPath(parent: string, child: string | number): string {
  return parent === '' ? String(child) : `${parent}.${child}`;
}
