import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Archive } from '../viewer/archive.ts';
import type { Reading, SentValue } from '../viewer/reading.ts';
import type { Viewer } from '../viewer/viewer.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** So many statements each connection keeps prepared; others are planned each time. */
const MOST_NAMES = 300;
/** A statement is kept once it came so often. */
const WORTH_A_NAME = 3;
const MOST_COUNTED = 5000;

const names = new Map<string, string>();
const counts = new Map<string, number>();

/** The name of a statement that comes often; null for others. */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMES) return null;
  const count = (counts.get(text) ?? 0) + 1;
  if (count < WORTH_A_NAME) {
    if (counts.size >= MOST_COUNTED) counts.clear();
    counts.set(text, count);
    return null;
  }
  counts.delete(text);
  const name = `query-${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`;
  names.set(text, name);
  return name;
}

/** A value as PostgreSQL reads it; lists as its arrays. */
function sent(value: unknown): SentValue {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return String(value);
  return `{${value.map(element).join(',')}}`;
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** A statement that waits to be sent with others. */
interface Waiting {
  readonly reading: Reading<Record<string, unknown>>;
  readonly resolve: (rows: Record<string, unknown>[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads with the rights of a key: statements that are asked at once go there and back once, as one
 * transaction. For queries of which it is known that they are short.
 *
 * @param onViewer is told whose the key is, before rows are given; it throws where nobody's will not do
 */
export function quickReader(
  archive: Pick<Archive, 'readAll' | 'asViewer'>,
  key: string,
  {
    onViewer,
    timeoutMs,
  }: {
    readonly onViewer: (viewer: Viewer | null) => void;
    readonly timeoutMs: number;
  },
): Pick<ViewerTx, 'query'> {
  const options = { statementTimeoutMs: timeoutMs };
  let waiting: Waiting[] = [];
  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    try {
      const readings = batch.map(({ reading }) => reading);
      const { viewer, rows } = await archive.readAll(key, readings, options);
      onViewer(viewer);
      for (const [i, { resolve }] of batch.entries()) resolve(rows[i] ?? []);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return {
    query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
      const name = nameOf(text);
      if (name === null) {
        const work = async (tx: ViewerTx) => {
          const [viewer, rows] = await Promise.all([tx.viewer, tx.query<Row>(text, values)]);
          onViewer(viewer);
          return rows;
        };
        return archive.asViewer(key, work, { readOnly: true, ...options });
      }
      const reading = { name, text, values: values.map(sent) };
      // What else is asked in this turn of the loop goes along.
      if (waiting.length === 0) process.nextTick(() => void send());
      return new Promise<Row[]>((resolve, reject) => {
        // Who asks knows what the columns of his statement are.
        const give = (rows: Record<string, unknown>[]): void => resolve(rows as Row[]);
        waiting.push({ reading, resolve: give, reject });
      });
    },
  };
}
