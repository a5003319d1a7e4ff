import type { Acl } from './permissions.ts';
import type { Static, TObject, TSchema } from './schema.ts';
import { closed } from './schema.ts';

/** How large a body may be: of most routes, and of those that take files and thousands of rows. */
export const bodyBytes = { usual: 10_000_000, large: 50_000_000 } as const;

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route answers with: `envelope` wraps `response` as `{status, data, version}`. */
export type ResponseKind = 'envelope' | 'bytes' | 'html' | 'document';

const nothing = closed({});
type Nothing = typeof nothing;

/** What is said of a route; `defineRoute` fills in the rest. */
export interface RouteDefinition<
  P extends TObject,
  Q extends TObject,
  B extends TSchema,
  R extends TSchema,
> {
  method: HttpMethod;
  /** OpenAPI form: `/api/groups/{id}`. */
  path: string;
  summary: string;
  description?: string;
  tags: readonly string[];
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  kind?: ResponseKind;
  /** The permission that the viewer needs; without it any viewer may call. */
  acl?: Acl;
  /** Whether it answers without a viewer. */
  isPublic?: boolean;
  /** Whether a GET takes its conditions from a JSON body, too, as SkyPortal's clients send them. */
  takesQueryInBody?: boolean;
  /** Whether a GET has something done, as SkyPortal's does: its transaction is not for reading alone. */
  hasWorkDone?: boolean;
  /**
   * Whether it takes an `Idempotency-Key`: sent again under the same one, it is done once. Only for what
   * answers with an envelope without secrets.
   */
  isRepeatable?: boolean;
  /** The largest body that it takes, bytes; `bodyBytes.usual` when not given. */
  maxBodyBytes?: number;
  /** SkyPortal's fields that change nothing here: accepted and ignored. */
  ignored?: { query?: readonly string[]; body?: readonly string[] };
  /** An example of the response's `data`, and of the body where there is one. */
  examples?: { body?: Static<B>; response?: Static<R> };
}

/** One route of the API: everything that a client, the docs and the server need to know of it. */
export interface RouteContract<
  P extends TObject = TObject,
  Q extends TObject = TObject,
  B extends TSchema = TSchema,
  R extends TSchema = TSchema,
> extends RouteDefinition<P, Q, B, R> {
  params: P;
  query: Q;
  kind: ResponseKind;
  isPublic: boolean;
}

/** Declares a route. Absent `params`, `query` and `body` mean that there are none. */
export function defineRoute<
  R extends TSchema,
  P extends TObject = Nothing,
  Q extends TObject = Nothing,
  B extends TSchema = Nothing,
>(definition: RouteDefinition<P, Q, B, R>): RouteContract<P, Q, B, R> {
  return {
    kind: 'envelope',
    isPublic: false,
    ...definition,
    // Where P or Q was not given it is `Nothing`, and so is the value.
    params: definition.params ?? (nothing as unknown as P),
    query: definition.query ?? (nothing as unknown as Q),
  };
}
