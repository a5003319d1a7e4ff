import pg from 'pg';
import { pgTypes } from '../pg-types.ts';

/** Where unqualified names are looked up; extensions may live in public. */
export const searchPath = 'fritz, public';

/** Start-up options that every connection of Fritz's roles has. */
export const sessionOptions = `-c search_path=${searchPath.replaceAll(' ', '')}`;

/** Connection settings of the roles that Fritz works as. */
export interface DatabaseRoles {
  /** Owns the schema: migrations and nothing else. */
  owner: pg.ClientConfig;
  /** Answers requests, under row-level security. */
  app: pg.ClientConfig;
  /** Writes alerts in bulk; bypasses row-level security, reached by no request. */
  broker: pg.ClientConfig;
  /** Ends statements of public logins that overrun; there once public access was given. */
  watch: pg.ClientConfig;
}

/** Connects, runs `task` and disconnects, whatever happens. */
export async function withClient<T>(
  config: pg.ClientConfig,
  task: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ types: pgTypes, ...config });
  // A connection that breaks is reported by the query that needs it.
  client.on('error', () => {});
  await client.connect();
  try {
    return await task(client);
  } finally {
    await client.end();
  }
}
