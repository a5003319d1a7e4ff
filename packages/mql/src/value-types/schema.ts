import { ANYTHING, documentOf, RANK, type ValueType } from './types.ts';

/** A field of the documents: its dotted path (through lists, too) and what it holds. */
export interface FieldType {
  readonly path: string;
  readonly type: string;
  /** Whether it may be null or missing. */
  readonly nullable: boolean;
  /** Of `cross_matches.<catalog>`: how far around alerts it is matched. */
  readonly radiusArcsec?: number;
  /** Only past alerts have it: of a catalog that is not matched, a model that is not run any more. */
  readonly isPast?: true;
}

const RANKS: ReadonlyMap<string, number> = new Map([
  ['bool', RANK.boolean],
  ['int', RANK.number],
  ['long', RANK.number],
  ['float', RANK.number],
  ['double', RANK.number],
  ['string', RANK.text],
  ['list', RANK.list],
  ['object', RANK.document],
]);

interface Node {
  field: FieldType | null;
  readonly children: Map<string, Node>;
}

function newNode(): Node {
  return { field: null, children: new Map() };
}

function typeOf({ field, children }: Node): ValueType {
  const rank = field === null ? undefined : RANKS.get(field.type);
  if (field === null || rank === undefined) return ANYTHING;
  const inner = new Map([...children].map(([name, child]) => [name, typeOf(child)]));
  const ranks = new Set<number>(field.nullable ? [RANK.missing, RANK.null, rank] : [rank]);
  const isList = rank === RANK.list;
  return {
    ranks,
    fields: isList ? new Map() : inner,
    element: isList && inner.size > 0 ? documentOf(inner) : null,
  };
}

/** What documents with these fields are; a type that has no name here may be anything. */
export function typeOfDocuments(fields: readonly FieldType[]): ValueType {
  const root = newNode();
  for (const field of fields) {
    let node = root;
    for (const name of field.path.split('.')) {
      const child = node.children.get(name) ?? newNode();
      node.children.set(name, child);
      node = child;
    }
    node.field = field;
  }
  return documentOf(new Map([...root.children].map(([name, child]) => [name, typeOf(child)])));
}
