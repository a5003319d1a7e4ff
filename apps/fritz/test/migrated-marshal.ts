import { withClient } from '@fritz/archive';
import { createServer } from '@fritz/server';
import { issueToken } from '@fritz/testing';
import type { CliDatabase } from './cli-database.ts';

export type Marshal = Awaited<ReturnType<typeof openMarshal>>;

/** A server over a database that was migrated to, asked as some of its users. */
export async function openMarshal(place: CliDatabase, usernames: readonly string[]) {
  const tokens = await withClient(place.database.superuser, async (client) => {
    const { rows } = await client.query<{ id: number; username: string }>(
      'SELECT id, username FROM fritz.users WHERE username = ANY ($1)',
      [usernames],
    );
    const issued = rows.map(
      async ({ id, username }) => [username, await issueToken(client, { userId: id })] as const,
    );
    return new Map(await Promise.all(issued));
  });
  const server = await createServer({
    archive: place.database.app,
    webRoot: null,
    version: '0.1.0',
    credentialsSecret: 'a secret of the tests',
  });
  let url: Promise<string> | null = null;
  const token = (username: string) => tokens.get(username) ?? '';
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    username: string,
    path: string,
    body?: object,
  ) => {
    const response = await server.inject({
      method,
      url: `/api/${path}`,
      headers: { authorization: `token ${token(username)}` },
      ...(body ? { payload: body } : {}),
    });
    if (method !== 'GET' && response.statusCode !== 200) throw new Error(response.body);
    return response;
  };
  return {
    /** The data of an answer. */
    get: async (username: string, path: string) => (await ask('GET', username, path)).json().data,
    file: async (username: string, path: string) => (await ask('GET', username, path)).rawPayload,
    post: async (username: string, path: string, body: object) =>
      void (await ask('POST', username, path, body)),
    put: async (username: string, path: string, body: object) =>
      void (await ask('PUT', username, path, body)),
    patch: async (username: string, path: string, body: object) =>
      void (await ask('PATCH', username, path, body)),
    /** Where it listens, from the first time that it is asked for. */
    url: () => (url ??= server.listen({ host: '127.0.0.1', port: 0 })),
    token,
    close: () => server.close(),
  };
}
