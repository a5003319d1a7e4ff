import type pg from 'pg';
import type { Statement } from './reading.ts';

/** Who acts in a transaction, and what the key in hand permits. */
export interface Viewer {
  id: number;
  acls: ReadonlySet<string>;
}

/** What a transaction begins with: the key that it acts with, and how long a statement may take. */
export function actAs(key: string | null, timeoutMs: number, onlyReads: boolean): Statement {
  return {
    name: 'act-as',
    text: 'SELECT id, acls FROM act_as($1, $2, $3)',
    values: [key ?? '', String(timeoutMs), String(onlyReads)],
  };
}

/** Whose the key was; null where it is nobody's (any more). */
export function viewerOf(acted: pg.QueryResult | undefined): Viewer | null {
  const row: { id: number | null; acls: string[] } | undefined = acted?.rows[0];
  return row === undefined || row.id === null ? null : { id: row.id, acls: new Set(row.acls) };
}
