import { typeRank } from '../compare.ts';
import { isPlainObject } from '../values.ts';

/** Places of the types in BSON's order, see typeRank. */
export const RANK = {
  missing: 0,
  null: 5,
  number: 10,
  text: 15,
  document: 20,
  list: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
  regex: 50,
} as const;

export function isNullishRank(rank: number): boolean {
  return rank === RANK.missing || rank === RANK.null;
}

/** What is known of the values that may stand somewhere. */
export interface ValueType {
  /** The ranks that they may have; null: any. */
  readonly ranks: ReadonlySet<number> | null;
  /** Of documents: fields of which something is known; others may hold anything. */
  readonly fields: ReadonlyMap<string, ValueType>;
  /** Of lists: their elements; null: anything. */
  readonly element: ValueType | null;
}

const NO_FIELDS: ReadonlyMap<string, ValueType> = new Map();

export const ANYTHING: ValueType = { ranks: null, fields: NO_FIELDS, element: null };

export function ofRanks(...ranks: readonly number[]): ValueType {
  return { ranks: new Set(ranks), fields: NO_FIELDS, element: null };
}

export const MISSING = ofRanks(RANK.missing);
export const NULLISH = ofRanks(RANK.missing, RANK.null);

export function documentOf(fields: ReadonlyMap<string, ValueType>): ValueType {
  return { ranks: new Set([RANK.document]), fields, element: null };
}

export function listOf(element: ValueType | null): ValueType {
  return { ranks: new Set([RANK.list]), fields: NO_FIELDS, element };
}

export function may(type: ValueType, rank: number): boolean {
  return type.ranks === null || type.ranks.has(rank);
}

/** What a value may be that is of one of these types. */
export function anyOf(types: readonly ValueType[]): ValueType {
  const [only] = types;
  if (only && types.length === 1) return only;
  const ranks = new Set<number>();
  for (const type of types) {
    if (type.ranks === null) return ANYTHING;
    for (const rank of type.ranks) ranks.add(rank);
  }
  return {
    ranks,
    fields: commonFields(types.filter((type) => may(type, RANK.document))),
    element: commonElement(types.filter((type) => may(type, RANK.list))),
  };
}

function commonFields(documents: readonly ValueType[]): ReadonlyMap<string, ValueType> {
  const [first = ANYTHING] = documents;
  if (documents.length <= 1) return first.fields;
  const names = [...first.fields.keys()].filter((name) =>
    documents.every(({ fields }) => fields.has(name)),
  );
  return new Map(
    names.map((name) => [name, anyOf(documents.map(({ fields }) => fields.get(name) ?? ANYTHING))]),
  );
}

function commonElement(lists: readonly ValueType[]): ValueType | null {
  const elements = lists.map(({ element }) => element);
  const known = elements.filter((element) => element !== null);
  return known.length === 0 || known.length < elements.length ? null : anyOf(known);
}

/** The type without the values of some ranks. */
export function without(type: ValueType, ...ranks: readonly number[]): ValueType {
  if (type.ranks === null) return type;
  return { ...type, ranks: new Set([...type.ranks].filter((rank) => !ranks.includes(rank))) };
}

export function typeOfConstant(value: unknown): ValueType {
  if (Array.isArray(value)) {
    return listOf(value.length === 0 ? null : anyOf(value.map(typeOfConstant)));
  }
  if (isPlainObject(value)) {
    const fields = Object.entries(value).map(([name, one]) => [name, typeOfConstant(one)] as const);
    return documentOf(new Map(fields));
  }
  return ofRanks(typeRank(value));
}

/** What an element of a list may be. */
export function elementOf(type: ValueType): ValueType {
  return type.element ?? ANYTHING;
}

/** What a path of an expression gives: of a list, a list of what its elements have there. */
export function typeAt(type: ValueType, fields: readonly string[]): ValueType {
  const [name, ...rest] = fields;
  if (name === undefined) return type;
  if (type.ranks === null) return ANYTHING;
  const parts = [...type.ranks].map((rank) => {
    if (rank === RANK.document) return typeAt(type.fields.get(name) ?? ANYTHING, rest);
    if (rank !== RANK.list) return MISSING;
    const inner = elementOf(type);
    // Lists in lists are gone through as well: of those nothing is said.
    if (may(inner, RANK.list)) return ANYTHING;
    return listOf(without(typeAt(inner, fields), RANK.missing));
  });
  return anyOf(parts);
}

const INDEX = /^(0|[1-9]\d*)$/;

/**
 * All that a query tests at a path: each element of lists on the way, and with `expandsLeaf` those
 * of a list at its end, beside the list itself.
 */
export function testedAt(
  type: ValueType,
  fields: readonly string[],
  expandsLeaf: boolean,
): ValueType {
  const [name, ...rest] = fields;
  if (type.ranks === null) return ANYTHING;
  if (name === undefined) {
    const isExpanded = expandsLeaf && may(type, RANK.list);
    return isExpanded ? anyOf([type, elementOf(type)]) : type;
  }
  const parts = [...type.ranks].flatMap((rank) => {
    if (rank === RANK.document) {
      return [testedAt(type.fields.get(name) ?? ANYTHING, rest, expandsLeaf)];
    }
    if (rank !== RANK.list) return [MISSING];
    const inner = testedAt(elementOf(type), fields, expandsLeaf);
    return INDEX.test(name) ? [inner, testedAt(elementOf(type), rest, expandsLeaf)] : [inner];
  });
  return anyOf(parts);
}
