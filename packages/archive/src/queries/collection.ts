import type { Doubles, MqlDocument, ProjectionNode } from '@fritz/mql';
import type { ColumnType } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { SkyCone } from './geo.ts';

/** A field of a collection's documents that a column has. */
export interface CollectionField {
  /** SQL of it, on the row `a`. */
  readonly sql: string;
  readonly type: ColumnType;
  /** Whether the column may be null: the field is null, or missing. */
  readonly isNullable: boolean;
  /** See `FieldColumn` of the surveys: a value may be in `a.extra` under this name instead. */
  readonly extraKey: string | null;
}

/** What is asked of the documents. */
export interface Reads {
  /** Dotted paths; null for everything. */
  readonly paths: readonly string[] | null;
  /** Fields that are not wanted where everything is. */
  readonly dropped: ReadonlySet<string>;
}

/** Whether a field at the top of the documents is wanted. */
export function isRead({ paths, dropped }: Reads, name: string): boolean {
  if (paths === null) return !dropped.has(name);
  return paths.some((path) => path === name || path.startsWith(`${name}.`));
}

export type Row = Readonly<Record<string, unknown>>;

/** Numbers that a field lies between; null: open. */
export interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
}

/** Makes a parameter of a value; gives its name in SQL. */
export type Bind = (value: unknown) => string;

/** Rows in files, read with what the viewer sees of them. */
export interface FiledRows {
  /** In and about cones: with `cone`, `q_ra` and `q_dec`, as a statement would give them. */
  around(tx: Query, cones: readonly SkyCone[], reads: Reads): Promise<readonly Row[]>;
  /** Of these `_id`s; absent where files cannot be asked by them. */
  numbered?(ids: readonly bigint[]): readonly Row[];
  /** All of them, some at a time. */
  scan(tx: Query, reads: Reads): AsyncIterable<readonly Row[]>;
}

type Query = Pick<ViewerTx, 'query'>;

/**
 * Documents under a name, as Kowalski's clients ask for them: where they come from, which of their
 * fields SQL can look at, and what makes them of rows. All of it is read with the viewer's rights.
 */
export interface Collection {
  readonly name: string;
  /** What stands in FROM as `a`: a table, or a select in brackets. */
  readonly from: string;
  /** Conditions that hold for each of its rows. */
  readonly always: readonly string[];
  /** The column of a dotted path; null where none has it. */
  field(path: string): CollectionField | null;
  /** The columns that documents are made of, as a list in SELECT. */
  columns(reads: Reads): readonly string[];
  /** SQL of the place of a row `a`, in degrees and as HEALPix index; null: they have none. */
  readonly place: { readonly ra: string; readonly dec: string; readonly hpx: string } | null;
  /** The documents of rows, in their order. */
  documents(tx: Query, rows: readonly Row[], reads: Reads): Promise<MqlDocument[]>;
  /**
   * Writes rows as extended JSON, where no more is wanted of their documents than a projection says; null where
   * that takes documents.
   */
  texts?(
    projection: ProjectionNode,
  ): ((tx: Query, rows: readonly Row[]) => Promise<string[]>) | null;
  /** Rows that are made documents at once. */
  readonly batchRows: number;
  /** Paths of fields whose equality an index answers, beside the place. */
  readonly indexed: readonly string[];
  /** Conditions on indexed columns that follow from what a number lies between. */
  narrow(path: string, bounds: Bounds, bind: Bind): readonly string[];
  /** Which numbers of its documents are doubles. */
  readonly doubles: Doubles;
  /** How many documents there are about, with the viewer's rights. */
  estimate(tx: Query): Promise<number>;
  /** Whether it is of one person alone: it is looked up for each query. */
  readonly isPersonal?: boolean;
  /** How its rows are read, of a collection that lies in files: no statement reaches them. */
  readonly files?: FiledRows;
  /** Whether SQL knows nothing of its documents: they lie packed, many a row. */
  readonly isPacked?: boolean;
  /** What it is, for `info`. */
  readonly kind: 'alerts' | 'aux' | 'catalog' | 'other';
}

/** Collections of one kind, that are there now. */
export interface CollectionSource {
  list(tx: Query): Promise<readonly string[]>;
  /** Null where it has none of this name. */
  find(tx: Query, name: string): Promise<Collection | null>;
}
