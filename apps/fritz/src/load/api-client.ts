import type { DatabaseRoles } from '@fritz/archive';
import { parseExact, stringifyExact } from '@fritz/contract';
import { UserError } from '../user-error.ts';
import { isRecord } from './seed-files.ts';

/** What the API answers with. */
export interface ApiAnswer {
  readonly status: number;
  readonly message: string;
  /** The envelope's data. */
  readonly data: unknown;
}

/** Asks the API; `path` is without /api/. */
export type ApiClient = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<ApiAnswer>;

function readAnswer(status: number, text: string): ApiAnswer {
  let envelope: unknown;
  try {
    envelope = parseExact(text);
  } catch {
    return { status, message: `status ${status} without JSON`, data: null };
  }
  const { message, data } = isRecord(envelope) ? envelope : { message: null, data: null };
  return { status, message: typeof message === 'string' ? message : `status ${status}`, data };
}

/** A server elsewhere. */
export function remoteApi(server: string, token: string): ApiClient {
  const base = server.replace(/\/+$/, '');
  return async (method, path, body) => {
    const headers = { authorization: `token ${token}`, 'content-type': 'application/json' };
    const request = body === undefined ? {} : { body: stringifyExact(body) };
    const response = await fetch(`${base}/api/${path}`, { method, headers, ...request }).catch(
      (error: unknown) => {
        throw new UserError(`${base} cannot be reached.`, { cause: error });
      },
    );
    return readAnswer(response.status, await response.text());
  };
}

/** The API of this program over a database, without a port: as the administrator. */
export async function localApi(options: {
  roles: DatabaseRoles;
  key: string;
  secret: string;
  version: string;
}): Promise<{ api: ApiClient; apiAs: (key: string) => ApiClient; close: () => Promise<void> }> {
  const { createServer } = await import('@fritz/server');
  const app = await createServer({
    archive: options.roles.app,
    webRoot: null,
    version: options.version,
    credentialsSecret: options.secret,
  });
  const apiAs =
    (key: string): ApiClient =>
    async (method, path, body) => {
      const response = await app.inject({
        method,
        url: `/api/${path}`,
        headers: {
          authorization: `token ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: stringifyExact(body) }),
      });
      return readAnswer(response.statusCode, response.body);
    };
  return { api: apiAs(options.key), apiAs, close: () => app.close() };
}
