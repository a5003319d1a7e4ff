import pg from 'pg';
import type { Statement } from './reading.ts';

/** The statements that a connection has prepared, by name. */
const prepared = new WeakMap<pg.Connection, Map<string, string>>();

/**
 * Statements that are sent at once and answered at once: one write, one read. Where no transaction is
 * open they are one by themselves, which ends with the last of them: PostgreSQL ends it where the
 * batch ends, and undoes all of it where one fails.
 *
 * Source: PostgreSQL's message flow, extended query, pipelining (a Sync after the last statement).
 */
class Batch extends pg.Query {
  readonly #statements: readonly Statement[];
  /** Those that this batch has PostgreSQL prepare. */
  readonly #prepares: string[] = [];
  #connection: pg.Connection | null = null;

  constructor(
    statements: readonly Statement[],
    done: (error: Error | undefined, results: pg.QueryResult[]) => void,
  ) {
    super({ text: '' }, (error: Error | undefined, results: unknown) => {
      if (error) this.#forget();
      done(error, Array.isArray(results) ? results : [results]);
    });
    this.#statements = statements;
  }

  override submit = (connection: pg.Connection): Error | null => {
    this.#connection = connection;
    const known = prepared.get(connection) ?? new Map<string, string>();
    prepared.set(connection, known);
    const other = this.#statements.find(
      ({ name, text }) => (known.get(name) ?? text) !== text || name === '',
    );
    if (other) return new Error(`a name of another statement's, or none: ${other.name}`);
    const { stream } = connection;
    stream.cork();
    try {
      for (const statement of this.#statements) this.#send(connection, known, statement);
      connection.sync();
    } finally {
      stream.uncork();
    }
    return null;
  };

  #send(
    connection: pg.Connection,
    known: Map<string, string>,
    { name, text, values }: Statement,
  ): void {
    if (!known.has(name)) {
      // Of a batch that failed it is not known which of its statements are there still.
      connection.close({ type: 'S', name }, true);
      connection.parse({ name, text, types: [] }, true);
      known.set(name, text);
      this.#prepares.push(name);
    }
    connection.bind({ statement: name, values: [...values] }, true);
    connection.describe({ type: 'P', name: '' }, true);
    connection.execute({}, true);
  }

  /** What was sent behind the statement that failed was passed over. */
  #forget(): void {
    if (this.#connection === null) return;
    const known = prepared.get(this.#connection);
    for (const name of this.#prepares) known?.delete(name);
  }
}

/** The results of statements that are sent at once, one for each of them. */
export function sendAtOnce(
  client: pg.ClientBase,
  statements: readonly Statement[],
): Promise<pg.QueryResult[]> {
  return new Promise((resolve, reject) => {
    client.query(
      new Batch(statements, (error, results) => {
        if (error) reject(error);
        else resolve(results);
      }),
    );
  });
}
