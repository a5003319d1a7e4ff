/**
 * Tables as queries name them. All that a query can reach is declared here by name: what is not, is not
 * there.
 */
export type TapType =
  | 'bool'
  | 'int2'
  | 'int4'
  | 'int8'
  | 'float4'
  | 'float8'
  | 'text'
  | 'timestamp';

export interface TapColumn {
  /** As queries name it. */
  readonly name: string;
  /** In the table, or in the select that stands for it. */
  readonly column: string;
  readonly type: TapType;
  readonly unit: string | null;
  /** Unified Content Descriptor (IVOA). */
  readonly ucd: string | null;
  readonly description: string | null;
  /** Whether texts may have other than ASCII characters. */
  readonly isUnicode: boolean;
  /** Whether it is among those that matter most. */
  readonly isPrincipal: boolean;
  /** Whether rows are found by it without looking at all. */
  readonly isIndexed: boolean;
  /** Whether the column is of a type that queries do not have, of which they get the text. */
  readonly isShownAsText: boolean;
}

export interface TapTable {
  readonly schema: string;
  readonly name: string;
  readonly description: string;
  readonly columns: readonly TapColumn[];
  /** What stands in FROM: a table, or a select in brackets; or rows that are sent along. */
  readonly from: string | readonly (readonly unknown[])[];
  /** Columns of the place, in ICRS degrees, and that of its HEALPix index of order 29; null: none. */
  readonly place: { readonly ra: string; readonly dec: string; readonly hpx: string } | null;
  /** What a row is called by; null: nothing. */
  readonly id: string | null;
  readonly kind: 'table' | 'view';
}

/** What a column says of itself beyond name and type; what is not said is the usual. */
export interface ColumnNote {
  readonly unit?: string;
  readonly ucd?: string;
  readonly description?: string;
  readonly isUnicode?: boolean;
  readonly isPrincipal?: boolean;
  readonly isIndexed?: boolean;
}

export function tapColumn(
  name: string,
  type: TapType,
  note: ColumnNote & { readonly column?: string; readonly isShownAsText?: boolean } = {},
): TapColumn {
  return {
    ...{ name, type, column: note.column ?? name, unit: note.unit ?? null, ucd: note.ucd ?? null },
    description: note.description ?? null,
    isUnicode: note.isUnicode ?? false,
    isPrincipal: note.isPrincipal ?? false,
    isIndexed: note.isIndexed ?? false,
    isShownAsText: note.isShownAsText ?? false,
  };
}
