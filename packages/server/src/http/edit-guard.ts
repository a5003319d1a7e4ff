import { createHash } from 'node:crypto';
import { lockEdit, type ViewerTx } from '@fritz/archive';
import { type RouteContract, routes, stringifyExact } from '@fritz/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FritzError } from './fritz-error.ts';

/** A thing, as its GET without a query answers it. */
export type ReadThing = () => Promise<unknown>;

const isEdit = ({ method }: RouteContract) => method === 'PUT' || method === 'PATCH';
/** Paths of single things that can be changed. */
const edited = new Set(
  Object.values<RouteContract>(routes)
    .filter((route) => isEdit(route) && route.path.includes('{'))
    .map(({ path }) => path),
);

/** Whether a route reads a single thing that another route of the same path changes. */
export function readsEdited(route: RouteContract): boolean {
  return route.method === 'GET' && route.kind === 'envelope' && edited.has(route.path);
}

/**
 * What tells one state of a thing from another: when it was changed last, or how often, as the thing
 * itself says; else what it is.
 */
function tagOf(data: unknown): { tag: string; isOfContent: boolean } {
  for (const field of ['modified', 'revision'] as const) {
    const value: unknown = Object(data)[field];
    if (typeof value === 'string' || typeof value === 'number') {
      return { tag: String(value), isOfContent: false };
    }
  }
  const hash = createHash('sha256').update(stringifyExact(data)).digest('base64url').slice(0, 22);
  return { tag: hash, isOfContent: true };
}

/** Tells what to send back with a change. A thing that was asked for with more or less in it is another text. */
export function sendTag(reply: FastifyReply, data: unknown, query: object): void {
  const { tag, isOfContent } = tagOf(data);
  if (!isOfContent || Object.keys(query).length === 0) reply.header('etag', `"${tag}"`);
}

/**
 * Lets changes of one thing come one after the other, and refuses one whose author read it before it
 * changed: If-Match is the ETag of what was read, or its `modified`.
 *
 * Source: RFC 9110, 13.1.1; with 409 in place of 412, as everything here that does not fit
 *
 * @throws FritzError changed_meanwhile with both versions
 */
export async function guardEdit(
  tx: ViewerTx,
  request: FastifyRequest,
  readThing: ReadThing,
): Promise<void> {
  const [path = ''] = request.url.split('?', 1);
  await lockEdit(tx, path);
  const wanted = request.headers['if-match'];
  if (wanted === undefined || wanted.trim() === '*') return;
  const tags = wanted.split(',').map((one) => one.trim().replace(/^(?:W\/)?"(.*)"$/, '$1'));
  const current = await readThing();
  if (tags.includes(tagOf(current).tag)) return;
  const yours = request.body ?? null;
  throw new FritzError('changed_meanwhile', { details: { current, yours } });
}
