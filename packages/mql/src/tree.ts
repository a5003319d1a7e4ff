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

/** A test of one value found at a path of a query. */
export type Test =
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly value: unknown }
  | { readonly kind: 'in'; readonly values: readonly unknown[] }
  | { readonly kind: 'exists' }
  | { readonly kind: 'type'; readonly types: readonly string[] }
  | { readonly kind: 'size'; readonly size: number }
  | { readonly kind: 'mod'; readonly divisor: bigint; readonly remainder: bigint }
  | { readonly kind: 'elemMatchObject'; readonly query: Query }
  | { readonly kind: 'elemMatchValue'; readonly query: Query };

/** A field node with no fields in its path tests the value itself (inside $elemMatch). */
export type Query =
  | { readonly kind: 'and' | 'or' | 'nor'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'always'; readonly value: boolean }
  | { readonly kind: 'field'; readonly fields: readonly string[]; readonly test: Test }
  | { readonly kind: 'expr'; readonly expression: Expression };

/** One level of a projection; `order` is the order in which children and computed fields go. */
export interface ProjectionNode {
  readonly leaves: ReadonlySet<string>;
  readonly children: ReadonlyMap<string, ProjectionNode>;
  readonly computed: ReadonlyMap<string, Expression>;
  readonly order: readonly string[];
}

export type Stage =
  | { readonly kind: 'match'; readonly query: Query; readonly at: string }
  | { readonly kind: 'include'; readonly projection: ProjectionNode; readonly at: string }
  | { readonly kind: 'exclude'; readonly projection: ProjectionNode; readonly at: string }
  | { readonly kind: 'addFields'; readonly projection: ProjectionNode; readonly at: string }
  | { readonly kind: 'replaceRoot'; readonly newRoot: Expression; readonly at: string };
