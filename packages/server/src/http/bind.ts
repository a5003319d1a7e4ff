import { loadViewer, type Reading, type Viewer, type ViewerTx } from '@fritz/archive';
import {
  bodyBytes,
  type RouteContract,
  type Static,
  type TObject,
  type TSchema,
} from '@fritz/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { answerOnce, readOnceKey } from './answer-once.ts';
import { type Credentials, demandSameOrigin, readCredentials } from './credentials.ts';
import { guardEdit, readsEdited, sendTag } from './edit-guard.ts';
import { sendSuccess } from './envelope.ts';
import { FritzError, PermissionError } from './fritz-error.ts';
import { readQueryInBody } from './query-in-body.ts';
import { answerRun, type RunCall } from './run-reply.ts';
import { type CheckedRequest, compileRequestCheck } from './validation.ts';

/** A checked request on behalf of a viewer, in one transaction. */
export interface Call<P extends TObject, Q extends TObject, B extends TSchema>
  extends CheckedRequest<P, Q, B> {
  tx: ViewerTx;
  viewer: Viewer;
  context: ServerContext;
  /** The address that people use, without a slash at the end. */
  home: string;
  /** Whether a browser sent the key by itself: a page asks, not a script. */
  byCookie: boolean;
}

/** A checked request whose rows were read before it is known whose key it came with. */
export interface ReadCall<P extends TObject, Q extends TObject>
  extends CheckedRequest<P, Q, TSchema> {
  viewer: Viewer;
  context: ServerContext;
}

/** A checked request that needs no viewer. */
export interface PublicCall<P extends TObject, Q extends TObject, B extends TSchema>
  extends CheckedRequest<P, Q, B> {
  context: ServerContext;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Reads a single thing within a transaction. */
type Thing = (
  call: Omit<Call<TObject, TObject, TSchema>, 'params' | 'query' | 'body'>,
  params: unknown,
) => Promise<unknown>;

function thingReader<P extends TObject, Q extends TObject, B extends TSchema>(
  route: RouteContract<P, Q, B>,
  handler: (call: Call<P, Q, B>) => Promise<unknown>,
): Thing {
  const check = compileRequestCheck(route);
  return (call, params) => handler({ ...call, ...check({ params, query: {}, body: undefined }) });
}

/** Registers contract routes on a server. */
export class Binder {
  readonly app: FastifyInstance;
  readonly context: ServerContext;
  /** The routes bound so far: a test compares them with the contract. */
  readonly bound = new Set<RouteContract>();
  /** How single things are read that other routes change, by path. */
  readonly #things = new Map<string, Thing>();

  constructor(app: FastifyInstance, context: ServerContext) {
    this.app = app;
    this.context = context;
  }

  /** A route whose answer is data in the envelope. */
  viewer<P extends TObject, Q extends TObject, B extends TSchema, R extends TSchema>(
    route: RouteContract<P, Q, B, R>,
    handler: (call: Call<P, Q, B>) => Promise<Static<R>>,
  ): void {
    const { version } = this.context;
    const isThing = readsEdited(route);
    if (isThing) this.#things.set(route.path, thingReader(route, handler));
    this.answer(route, handler, (reply, data, request) => {
      if (isThing) sendTag(reply, data, Object(request.query));
      return sendSuccess(reply, version, data);
    });
  }

  /**
   * A route whose answer is made of one statement's rows, or of none: what it asks of the database
   * goes there and back once, whoever asks. Row-level security decides what the rows are, and who is
   * nobody or lacks the route's permission gets none of them.
   */
  read<P extends TObject, Q extends TObject, R extends TSchema, Row>(
    route: RouteContract<P, Q, TSchema, R>,
    read: (checked: CheckedRequest<P, Q, TSchema>) => Reading<Row> | null,
    present: (rows: Row[], call: ReadCall<P, Q>) => Static<R>,
  ): void {
    const check = compileRequestCheck(route);
    const { context } = this;
    this.register(route, async (request, reply) => {
      const credentials = demandCredentials(context, request);
      const checked = check(request);
      const { viewer: found, rows } = await context.archive.read(credentials.key, read(checked));
      const viewer = admit(context, request, credentials, found);
      if (route.acl !== undefined) demandAcl(viewer, route.acl);
      const data = present(rows, { ...checked, viewer, context });
      context.keyUses.note(credentials.key, context.now());
      return sendSuccess(reply, context.version, data);
    });
  }

  /** A route whose answer is a file: what the handler returns is given to `send`, after commit. */
  file<P extends TObject, Q extends TObject, B extends TSchema, T>(
    route: RouteContract<P, Q, B>,
    handler: (call: Call<P, Q, B>) => Promise<T>,
    send: (
      reply: FastifyReply,
      file: T,
      request: FastifyRequest,
    ) => FastifyReply | Promise<FastifyReply>,
  ): void {
    this.answer(route, handler, send);
  }

  /**
   * A route with long work, which is done outside of the transaction that its request is checked
   * in. The answer is data in the envelope; see `answerRun`.
   */
  run<P extends TObject, Q extends TObject, B extends TSchema, R extends TSchema, T>(
    route: RouteContract<P, Q, B, R>,
    prepare: (call: Call<P, Q, B>) => Promise<T>,
    work: (prepared: T, run: RunCall) => Promise<Static<R>>,
  ): void {
    const prepared = async (call: Call<P, Q, B>) => {
      return { viewerId: call.viewer.id, task: await prepare(call) };
    };
    this.answer(route, prepared, (reply, { viewerId, task }, request) =>
      answerRun(this.context, { request, reply, viewerId }, (run) => work(task, run)),
    );
  }

  /** A route that answers without a viewer; it opens what transactions it needs. */
  open<P extends TObject, Q extends TObject, B extends TSchema, R extends TSchema>(
    route: RouteContract<P, Q, B, R>,
    handler: (call: PublicCall<P, Q, B>) => Promise<Static<R> | FastifyReply>,
  ): void {
    const check = compileRequestCheck(route);
    const { context } = this;
    this.register(route, async (request, reply) => {
      const result = await handler({ ...check(request), context, request, reply });
      // A reply is a promise of its own being sent: what comes of it is not the reply any more.
      return reply.sent ? reply : sendSuccess(reply, context.version, result);
    });
  }

  private answer<P extends TObject, Q extends TObject, B extends TSchema, T>(
    route: RouteContract<P, Q, B>,
    handler: (call: Call<P, Q, B>) => Promise<T>,
    send: (
      reply: FastifyReply,
      result: T,
      request: FastifyRequest,
    ) => FastifyReply | Promise<FastifyReply>,
  ): void {
    const check = compileRequestCheck(route);
    const { context } = this;
    const readOnly = route.method === 'GET' && route.hasWorkDone !== true;
    const isEdit = route.method === 'PUT' || route.method === 'PATCH';
    this.register(route, async (request, reply) => {
      const credentials = demandCredentials(context, request);
      const { key, byCookie } = credentials;
      const checked = check(request);
      const once = readOnceKey(route, request);
      const work = async (tx: ViewerTx): Promise<T> => {
        const viewer = admit(context, request, credentials, await loadViewer(tx));
        demandActsAs(request, viewer);
        if (route.acl !== undefined) demandAcl(viewer, route.acl);
        const home = context.publicUrl ?? `${request.protocol}://${request.host}`;
        const call = { tx, viewer, context, home, byCookie };
        const thing = isEdit ? this.#things.get(route.path) : undefined;
        if (thing) await guardEdit(tx, request, () => thing(call, request.params));
        const handle = () => handler({ ...checked, ...call });
        return once === null ? handle() : answerOnce(tx, viewer, once, handle);
      };
      const result = await context.archive.asViewer(key, work, { readOnly });
      context.keyUses.note(key, context.now());
      return send(reply, result, request);
    });
  }

  private register(
    route: RouteContract,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
  ): void {
    this.bound.add(route);
    const url = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const { method, maxBodyBytes: bodyLimit } = route;
    const preValidation = route.takesQueryInBody ? readQueryInBody : [];
    if (bodyLimit === undefined) this.app.route({ method, url, preValidation, handler });
    else {
      const onRequest = (request: FastifyRequest) => demandSender(this.context, request);
      this.app.route({ method, url, preValidation, handler, bodyLimit, onRequest });
    }
  }
}

/** The key of a request that may be looked up. @throws FritzError not_authenticated, too_many_requests */
function demandCredentials(context: ServerContext, request: FastifyRequest): Credentials {
  const credentials = readCredentials(context, request);
  if (credentials === null) throw new FritzError('not_authenticated');
  const { key, byCookie } = credentials;
  if (byCookie && request.method !== 'GET') demandSameOrigin(request);
  context.limiter.enter(key, byCookie, request.ip);
  return credentials;
}

/** Of a body that most routes refuse somebody must be the sender before it is read. */
async function demandSender(context: ServerContext, request: FastifyRequest): Promise<void> {
  const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (length <= bodyBytes.usual) return;
  const credentials = demandCredentials(context, request);
  admit(context, request, credentials, (await context.archive.read(credentials.key, null)).viewer);
}

/** Who was found by a key. @throws FritzError invalid_credentials, too_many_requests */
function admit(
  { limiter }: ServerContext,
  request: FastifyRequest,
  { key, byCookie }: Credentials,
  found: Viewer | null,
): Viewer {
  if (found === null) {
    limiter.reject(key, request.ip);
    throw new FritzError('invalid_credentials');
  }
  limiter.recognize(key, byCookie, found.id);
  return found;
}

/** Refuses a viewer without a permission; the system's admins have all. */
export function demandAcl(viewer: Viewer, acl: string): void {
  if (!viewer.acls.has(acl) && !viewer.acls.has('System admin')) throw new PermissionError(acl);
}

/** Refuses a request that was made by one user and is sent with the cookie of another. */
function demandActsAs(request: FastifyRequest, viewer: Viewer): void {
  const meant = request.headers['fritz-acts-as'];
  if (meant !== undefined && meant !== String(viewer.id)) throw new FritzError('acts_as_other');
}
