import { expressionText } from '../explain/to-text.ts';
import { RANK, type ValueType } from './types.ts';

const NAMES: ReadonlyMap<number, string> = new Map([
  [RANK.number, 'a number'],
  [RANK.text, 'a text'],
  [RANK.document, 'a document'],
  [RANK.list, 'a list'],
  [RANK.binary, 'binary data'],
  [RANK.objectId, 'an ObjectId'],
  [RANK.boolean, 'true or false'],
  [RANK.date, 'a date'],
  [RANK.regex, 'a regex'],
]);

/** `a number`, `a text or a list`; what may be missing or null is not said. */
export function typeWords({ ranks }: ValueType): string {
  const names = [...(ranks ?? [])].flatMap((rank) => NAMES.get(rank) ?? []);
  return names.length === 0 ? 'missing' : names.join(' or ');
}

const LONGEST = 40;

/** A constant as it is written, shortened. */
export function constantWords(value: unknown): string {
  const text = expressionText({ kind: 'constant', value });
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
