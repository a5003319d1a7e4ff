import { type Doubles, type ProjectionNode, writeExtendedJson } from '@fritz/mql';
import type { SentSchema, SurveyAdapter } from '@fritz/surveys';
import { alertId } from './alert-id.ts';
import type { Row } from './collection.ts';

/** Fields at the top of an alert's document, in its order, and their columns. */
const TOP = [
  ['schemavsn', 'schemavsn'],
  ['publisher', 'publisher'],
  ['objectId', 'object_id'],
  ['candid', 'candid'],
] as const;
const ID = '_id';
const CANDIDATE = 'candidate';
const KNOWN: ReadonlySet<string> = new Set([ID, ...TOP.map(([name]) => name)]);

/** Whether fields are kept and nothing else: none computed, none below these. */
function isPlain({ computed, children }: ProjectionNode, mayHave: string | null): boolean {
  return computed.size === 0 && [...children.keys()].every((name) => name === mayHave);
}

const below = (doubles: Doubles | null, name: string): Doubles | null =>
  doubles instanceof Map ? (doubles.get(name) ?? null) : null;

/** A field's text, its name and a colon before it. */
type WriteField = (row: Row) => string;

/**
 * Writes alerts of which some fields are wanted as they are, without making documents of them: the text is that of
 * the document, projected. Null where that is not all that is wanted, or of another survey than ZTF.
 */
export function alertWriter(
  adapter: SurveyAdapter,
  doubles: Doubles,
  projection: ProjectionNode,
): ((row: Row) => string) | null {
  const candidate = projection.children.get(CANDIDATE);
  const isKnown =
    isPlain(projection, CANDIDATE) &&
    [...projection.leaves].every((name) => KNOWN.has(name)) &&
    (candidate === undefined || isPlain(candidate, null));
  if (!isKnown || adapter.sentSchema === undefined) return null;
  const top: WriteField[] = [];
  if (projection.leaves.has(ID)) {
    top.push((row) => `"${ID}": ${writeExtendedJson(alertId(row.candid as bigint))}`);
  }
  for (const [name, column] of TOP) {
    if (!projection.leaves.has(name)) continue;
    top.push((row) => `"${name}": ${writeExtendedJson(row[column], below(doubles, name))}`);
  }
  if (candidate !== undefined) top.push(candidateWriter(adapter, doubles, candidate.leaves));
  return (row) => `{${top.map((write) => write(row)).join(', ')}}`;
}

function candidateWriter(
  adapter: SurveyAdapter,
  doubles: Doubles,
  names: ReadonlySet<string>,
): WriteField {
  const own = below(doubles, CANDIDATE);
  const bySchema = new Map<SentSchema, readonly WriteField[]>();
  const writersOf = (schema: SentSchema): readonly WriteField[] => {
    const known = bySchema.get(schema);
    if (known !== undefined) return known;
    const made = schema.fieldsAmong(names).map(({ name, read }): WriteField => {
      const [label, isDouble] = [JSON.stringify(name), below(own, name)];
      return (row) => `${label}: ${writeExtendedJson(read(row), isDouble)}`;
    });
    bySchema.set(schema, made);
    return made;
  };
  return (row) => {
    const schema = adapter.sentSchema?.(row);
    if (schema === undefined) return `"${CANDIDATE}": {}`;
    let text = '';
    for (const write of writersOf(schema)) text += `${text === '' ? '' : ', '}${write(row)}`;
    return `"${CANDIDATE}": {${text}}`;
  };
}
