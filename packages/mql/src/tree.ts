/** The typed tree of a pipeline: plain data, made by the parsers, read by compile and reads. */

/** A value that does not depend on the document (undefined: missing, as from $$REMOVE). */
export interface ConstantNode {
  readonly kind: 'constant';
  readonly value: unknown;
}

/** `$a.b` or `$$name.a.b`; `slot` null is the document itself, else the variable's slot. */
export interface PathNode {
  readonly kind: 'path';
  readonly slot: number | null;
  readonly fields: readonly string[];
}

export interface ObjectNode {
  readonly kind: 'object';
  readonly fields: readonly (readonly [name: string, value: Expression])[];
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly items: readonly Expression[];
}

/** An operator with its positional or named arguments and the slots of the variables it binds. */
export interface CallNode {
  readonly kind: 'call';
  readonly operator: string;
  readonly args: readonly Expression[];
  readonly named: Readonly<Record<string, Expression>>;
  readonly slots: readonly number[];
  readonly at: string;
}

export type Expression = ConstantNode | PathNode | ObjectNode | ArrayNode | CallNode;

export type Comparison = '$eq' | '$gt' | '$gte' | '$lt' | '$lte';

/** What the bits of a mask must be. */
export type BitTest = 'allSet' | 'allClear' | 'anySet' | 'anyClear';

/** A test of one value found at a path of a query. */
export type Test =
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly value: unknown }
  | { readonly kind: 'in'; readonly values: readonly unknown[]; readonly at: string }
  | {
      readonly kind: 'regex';
      readonly pattern: string;
      readonly options: string;
      readonly at: string;
    }
  | { readonly kind: 'exists' }
  | { readonly kind: 'type'; readonly types: readonly string[] }
  | { readonly kind: 'size'; readonly size: number }
  | { readonly kind: 'mod'; readonly divisor: bigint; readonly remainder: bigint }
  | { readonly kind: 'bits'; readonly mask: bigint; readonly wanted: BitTest }
  | { readonly kind: 'elemMatchObject'; readonly query: Query }
  | { readonly kind: 'elemMatchValue'; readonly query: Query };

/** A field node with no fields in its path tests the value itself (inside $elemMatch). */
export type Query =
  | { readonly kind: 'and' | 'or' | 'nor'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'always'; readonly value: boolean }
  | {
      readonly kind: 'field';
      readonly fields: readonly string[];
      readonly test: Test;
      readonly at: string;
    }
  | { readonly kind: 'expr'; readonly expression: Expression };

/** One level of a projection; `order` is the order in which children and computed fields go. */
export interface ProjectionNode {
  readonly leaves: ReadonlySet<string>;
  readonly children: ReadonlyMap<string, ProjectionNode>;
  readonly computed: ReadonlyMap<string, Expression>;
  readonly order: readonly string[];
}

/** One document in, that one or none out. */
export type DocumentStage =
  | { readonly kind: 'match'; readonly query: Query; readonly at: string }
  | { readonly kind: 'include'; readonly projection: ProjectionNode; readonly at: string }
  | { readonly kind: 'exclude'; readonly projection: ProjectionNode; readonly at: string }
  | { readonly kind: 'addFields'; readonly projection: ProjectionNode; readonly at: string }
  | { readonly kind: 'replaceRoot'; readonly newRoot: Expression; readonly at: string };

/** One key of an order; `fields` empty orders by the value itself. */
export interface SortKey {
  readonly fields: readonly string[];
  readonly direction: 1 | -1;
}

/** A field that an accumulator gives. */
export interface Output {
  readonly fields: readonly string[];
  readonly call: CallNode;
}

/** The lists of documents that `$facet` makes. */
export interface Facet {
  readonly name: string;
  readonly stages: readonly Stage[];
}

/** A bound of a window, from the document itself: 'current', an offset, or null for none. */
export type WindowBound = number | 'current' | null;

/** Which documents around one a window function sees. */
export interface Window {
  readonly by: 'documents' | 'range';
  readonly lower: WindowBound;
  readonly upper: WindowBound;
  /** Milliseconds of the unit of a range over dates; null for numbers. */
  readonly unitMs: number | null;
}

export interface WindowOutput extends Output {
  readonly window: Window;
}

/** A variable of a look-up's stages, computed from the document that looks up. */
export interface LookupVariable {
  readonly slot: number;
  readonly value: Expression;
}

/** Any number of documents in and out: these stages see them together. */
export type SetStage =
  | {
      readonly kind: 'unwind';
      readonly fields: readonly string[];
      readonly index: readonly string[] | null;
      readonly keepsEmpty: boolean;
      readonly at: string;
    }
  | {
      readonly kind: 'group';
      readonly id: Expression;
      readonly outputs: readonly Output[];
      readonly at: string;
    }
  | {
      readonly kind: 'bucket';
      readonly by: Expression;
      readonly boundaries: readonly unknown[];
      /** undefined: a value outside of the boundaries is an error. */
      readonly otherwise: unknown;
      readonly outputs: readonly Output[];
      readonly at: string;
    }
  | {
      readonly kind: 'bucketAuto';
      readonly by: Expression;
      readonly count: number;
      readonly outputs: readonly Output[];
      readonly at: string;
    }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[]; readonly at: string }
  | { readonly kind: 'limit' | 'skip' | 'sample'; readonly count: number; readonly at: string }
  | { readonly kind: 'count'; readonly name: string; readonly at: string }
  | {
      readonly kind: 'window';
      readonly partitionBy: Expression;
      readonly keys: readonly SortKey[];
      readonly outputs: readonly WindowOutput[];
      readonly at: string;
    }
  | {
      readonly kind: 'lookup';
      /** A catalog, or a watchlist, that objects are matched with. */
      readonly collection: string;
      readonly radiusArcsec: number;
      readonly distanceField: readonly string[];
      /** What to multiply arcseconds by for the distance field. */
      readonly distanceScale: number;
      readonly variables: readonly LookupVariable[];
      /** Of the rows that are found. */
      readonly stages: readonly Stage[];
      readonly as: readonly string[];
      readonly at: string;
    }
  | { readonly kind: 'facet'; readonly facets: readonly Facet[]; readonly at: string };

export type Stage = DocumentStage | SetStage;

const DOCUMENT_STAGES: ReadonlySet<Stage['kind']> = new Set<DocumentStage['kind']>([
  'match',
  'include',
  'exclude',
  'addFields',
  'replaceRoot',
]);

/** The rows around the alert that stages look up. */
export function findLookups(
  stages: readonly Stage[],
): readonly Extract<SetStage, { kind: 'lookup' }>[] {
  return stages.flatMap((stage) => {
    if (stage.kind === 'facet') return stage.facets.flatMap(({ stages: own }) => findLookups(own));
    return stage.kind === 'lookup' ? [stage] : [];
  });
}

/** True for a stage that sees one document at a time. */
export function isDocumentStage(stage: Stage): stage is DocumentStage {
  return DOCUMENT_STAGES.has(stage.kind);
}
