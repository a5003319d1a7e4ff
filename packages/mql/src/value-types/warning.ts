import { MqlError } from '../errors.ts';
import { RANK, type ValueType } from './types.ts';

/** Something that is allowed and cannot be meant, with its place. */
export interface TypeWarning {
  readonly code: 'type_mismatch' | 'not_supplied';
  /** As of MqlError. */
  readonly path: string;
  readonly message: string;
  readonly hint: string | null;
}

export function warning(
  path: string,
  message: string,
  hint: string | null,
  code: TypeWarning['code'] = 'type_mismatch',
): TypeWarning {
  // One form for all that is said of a pipeline: the hint is part of the message.
  return {
    code,
    path,
    message: new MqlError('argument', path, message, hint).message,
    hint,
  };
}

/** What to write for a constant that is compared with values of another type; null: not known. */
export function adviceFor(constant: unknown, type: ValueType): string | null {
  const isNumber = typeof constant === 'number' || typeof constant === 'bigint';
  if (isNumber && type.ranks?.has(RANK.text)) return `write "${constant}", with quotes`;
  if (typeof constant !== 'string' || !type.ranks?.has(RANK.number)) return null;
  const isNumeral = constant.trim() !== '' && Number.isFinite(Number(constant));
  return isNumeral ? `write ${constant.trim()} without quotes` : null;
}
