import type { At } from '../adql-error.ts';

/** A name as it was written. */
export interface Name {
  readonly text: string;
  /** In double quotes: upper and lower case are told apart. */
  readonly isQuoted: boolean;
  readonly at: At;
}

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Expression =
  | { readonly kind: 'number'; readonly text: string; readonly at: At }
  | { readonly kind: 'text'; readonly text: string; readonly at: At }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: At }
  | { readonly kind: 'null'; readonly at: At }
  | { readonly kind: 'column'; readonly path: readonly Name[]; readonly at: At }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly isDistinct: boolean;
      readonly at: At;
    }
  /** `COUNT(*)`. */
  | { readonly kind: 'count'; readonly at: At }
  | {
      readonly kind: 'cast';
      readonly value: Expression;
      readonly type: string;
      readonly at: At;
    }
  | {
      readonly kind: 'case';
      readonly subject: Expression | null;
      readonly cases: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | null;
      readonly at: At;
    }
  | {
      readonly kind: 'arithmetic';
      readonly op: '+' | '-' | '*' | '/' | '||';
      readonly left: Expression;
      readonly right: Expression;
      readonly at: At;
    }
  | { readonly kind: 'negative'; readonly value: Expression; readonly at: At }
  | { readonly kind: 'subquery'; readonly query: Query; readonly at: At }
  | {
      readonly kind: 'comparison';
      readonly op: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: At;
    }
  | {
      readonly kind: 'between';
      readonly value: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly isNot: boolean;
      readonly at: At;
    }
  | {
      readonly kind: 'in';
      readonly value: Expression;
      readonly among: readonly Expression[] | Query;
      readonly isNot: boolean;
      readonly at: At;
    }
  | {
      readonly kind: 'like';
      readonly value: Expression;
      readonly pattern: Expression;
      readonly isNot: boolean;
      readonly ignoresCase: boolean;
      readonly at: At;
    }
  | {
      readonly kind: 'is-null';
      readonly value: Expression;
      readonly isNot: boolean;
      readonly at: At;
    }
  | { readonly kind: 'exists'; readonly query: Query; readonly at: At }
  | { readonly kind: 'not'; readonly value: Expression; readonly at: At }
  | {
      readonly kind: 'logical';
      readonly op: 'AND' | 'OR';
      readonly parts: readonly Expression[];
      readonly at: At;
    };

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export type SelectItem =
  | { readonly kind: 'all'; readonly table: readonly Name[] | null; readonly at: At }
  | { readonly kind: 'value'; readonly value: Expression; readonly alias: Name | null };

export type JoinKind = 'inner' | 'left' | 'right' | 'full' | 'cross';

export type FromItem =
  | {
      readonly kind: 'table';
      readonly path: readonly Name[];
      readonly alias: Name | null;
      readonly at: At;
    }
  | { readonly kind: 'derived'; readonly query: Query; readonly alias: Name; readonly at: At }
  | {
      readonly kind: 'join';
      readonly type: JoinKind;
      readonly left: FromItem;
      readonly right: FromItem;
      readonly on: Expression | null;
      /** Columns of `USING`; `natural` for all of one name. */
      readonly using: readonly Name[] | 'natural' | null;
      readonly at: At;
    };

export interface Select {
  readonly kind: 'select';
  readonly isDistinct: boolean;
  readonly top: number | null;
  readonly items: readonly SelectItem[];
  readonly from: readonly FromItem[];
  readonly where: Expression | null;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | null;
  readonly at: At;
}

export interface SetOperation {
  readonly kind: 'set';
  readonly op: 'UNION' | 'EXCEPT' | 'INTERSECT';
  readonly isAll: boolean;
  readonly left: Query;
  readonly right: Query;
  readonly at: At;
}

export interface OrderItem {
  readonly value: Expression;
  readonly isDescending: boolean;
}

export interface WithItem {
  readonly name: Name;
  readonly query: Query;
}

export interface Query {
  readonly with: readonly WithItem[];
  readonly body: Select | SetOperation | Query;
  readonly orderBy: readonly OrderItem[];
  readonly offset: number | null;
  readonly kind: 'query';
  readonly at: At;
}
