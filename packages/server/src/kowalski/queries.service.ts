import {
  type AggregatePlan,
  type Archive,
  type Collection,
  type CollectionMemory,
  demandCollection,
  estimateCost,
  explainPlan,
  findPipeline,
  isTimeOver,
  planAggregate,
  QueryError,
  type QueryLimits,
  quickReader,
  removeQueryJob,
  resultJobOf,
  runAggregate,
  runTexts,
  type SkyRegion,
  searchCones,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { type Doubles, MqlError, writeExtendedJson } from '@fritz/mql';
import type { AnswerSink } from './answer-sink.ts';
import { answerInfo } from './info.service.ts';
import { KowalskiError } from './kowalski-error.ts';
import { parseWithFloats } from './python-text.ts';
import {
  type Around,
  readCatalogs,
  readConeSearch,
  readNear,
  type Written,
} from './read-around.ts';
import {
  type Fields,
  isFields,
  type QueryKwargs,
  readCatalog,
  readFilter,
  readKwargs,
  readPipeline,
  readProjection,
} from './read-query.ts';
import { readSkymapRegion } from './skymap-region.ts';

/** A query as it came. */
export interface AskedQuery {
  readonly body: unknown;
  /** The text of the body: how its numbers were written. */
  readonly text: string;
}

type Reader = Pick<ViewerTx, 'query'>;

/** One query on its way. */
interface Running {
  readonly caller: QueryCaller;
  readonly query: Fields;
  readonly kwargs: QueryKwargs;
  readonly limits: QueryLimits;
  readonly sink: AnswerSink;
  readonly text: string;
  /** Reads what is known to be short, a statement at a time. */
  readonly quick: Reader;
  /** Does longer work in one transaction, which ends when the client hangs up. */
  within(work: (tx: Reader) => Promise<void>): Promise<void>;
}

/** Who asks, and where. */
export interface QueryCaller {
  readonly archive: Archive;
  readonly collections: CollectionMemory;
  readonly key: string;
  /** Is told whose the key is; throws where that is nobody. */
  readonly onViewer: (viewer: Viewer | null) => void;
}

const HEAD = '{"status": "success", "message": "Successfully executed query"';

type Answer = (running: Running) => Promise<void>;

const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  [
    'cone_search',
    (running) => answerAround(running, readConeSearch(running.query, writtenIn(running))),
  ],
  ['count_documents', answerCount],
  ['estimated_document_count', answerEstimate],
  ['find', (running) => answerFind(running)],
  ['find_one', answerFindOne],
  ['aggregate', answerAggregate],
  ['info', answerInfoQuery],
  ['near', (running) => answerAround(running, readNear(running.query, writtenIn(running)))],
  ['skymap', answerSkymap],
  ['drop', answerDrop],
] satisfies [string, Answer][]);

/** Answers a query into a sink; nothing is written to the database. */
export async function answerQuery(
  caller: QueryCaller,
  { body, text }: AskedQuery,
  { sink, signal }: { readonly sink: AnswerSink; readonly signal: AbortSignal },
): Promise<void> {
  const { query_type: type, query, kwargs: given } = isFields(body) ? body : {};
  const answer = typeof type === 'string' ? ANSWERS.get(type) : undefined;
  if (answer === undefined) {
    const known = [...ANSWERS.keys()].map((name) => `'${name}'`).join(', ');
    throw KowalskiError.of('KeyError', `query_type ${String(type)} not in (${known})`);
  }
  if (!isFields(query)) throw KowalskiError.of('KeyError', 'query must be an object');
  const kwargs = readKwargs(given);
  const { archive, key, onViewer } = caller;
  const limits = { deadlineMs: performance.now() + kwargs.maxTimeMs, signal };
  const quick = quickReader(archive, key, { onViewer, timeoutMs: kwargs.maxTimeMs });
  const options = { readOnly: true, statementTimeoutMs: kwargs.maxTimeMs, signal };
  const within = (work: (tx: Reader) => Promise<void>) =>
    archive.asViewer(
      key,
      async (tx) => {
        onViewer(await tx.viewer);
        await work(tx);
      },
      options,
    );
  try {
    await answer({ caller, query, kwargs, limits, sink, text, quick, within });
  } catch (error) {
    throw await explainFailure(error, { caller, query, kwargs });
  }
}

function demand({ caller, quick, query }: Running): Promise<Collection> {
  return caller.collections.demand(quick, readCatalog(query));
}

/** Does what is planned, or tells what it would be. */
async function answerPlan(
  running: Running,
  plan: AggregatePlan,
  answer: (tx: Reader) => Promise<void>,
): Promise<void> {
  const { query, sink, quick, within } = running;
  if (query.explain === true) {
    return within(async (tx) => writeData(sink, await explainPlan(tx, plan.plan)));
  }
  await (plan.plan.isShort ? answer(quick) : within(answer));
}

/** A find within a credible region. */
async function answerSkymap(running: Running): Promise<void> {
  if (!isFields(running.query.skymap))
    throw KowalskiError.of('ValueError', 'name must be specified');
  await answerFind(running);
}

/** The credible region that any query of documents may name beside its filter or pipeline. */
function regionOf({ quick, query }: Running): Promise<SkyRegion | null> {
  return readSkymapRegion(quick, query.skymap);
}

async function answerFind(running: Running): Promise<void> {
  const { query, kwargs, limits, sink } = running;
  const collection = await demand(running);
  const { skip, limit, sort } = kwargs;
  const asked = { filter: readFilter(query), projection: readProjection(query), sort, skip, limit };
  const plan = planAggregate(collection, findPipeline(asked), await regionOf(running));
  await answerPlan(running, plan, (tx) => writeList(sink, runTexts(tx, plan, limits)));
}

async function answerFindOne(running: Running): Promise<void> {
  const { query, limits, sink } = running;
  const collection = await demand(running);
  const pipeline = findPipeline({ filter: readFilter(query), limit: 1 });
  const plan = planAggregate(collection, pipeline, await regionOf(running));
  await answerPlan(running, plan, async (tx) => {
    for await (const [document] of runAggregate(tx, plan, limits)) {
      if (document) return writeData(sink, document, collection.doubles);
    }
    await sink.write(`${HEAD}}`);
  });
}

async function answerAggregate(running: Running): Promise<void> {
  const { query, limits, sink } = running;
  const collection = await demand(running);
  const plan = planAggregate(collection, readPipeline(query), await regionOf(running));
  await answerPlan(running, plan, (tx) => writeList(sink, runTexts(tx, plan, limits)));
}

async function answerCount(running: Running): Promise<void> {
  const { query, limits, sink } = running;
  const collection = await demand(running);
  const stages = [...findPipeline({ filter: readFilter(query) }), { $count: 'n' }];
  const plan = planAggregate(collection, stages, await regionOf(running));
  await answerPlan(running, plan, async (tx) => {
    let count: unknown = 0;
    for await (const [document] of runAggregate(tx, plan, limits)) count = document?.n ?? 0;
    await writeData(sink, count);
  });
}

async function answerEstimate(running: Running): Promise<void> {
  const collection = await demand(running);
  await running.within(async (tx) => writeData(running.sink, await collection.estimate(tx)));
}

function answerInfoQuery({ query, sink, within }: Running): Promise<void> {
  return within(async (tx) => writeData(sink, await answerInfo(tx, query)));
}

/** What somebody may drop is what came of his own long queries. */
async function answerDrop({ caller, query, sink }: Running): Promise<void> {
  const catalog = readCatalog(query);
  const jobId = resultJobOf(catalog);
  const { archive, key, onViewer } = caller;
  const isDropped = await archive.asViewer(key, async (tx) => {
    onViewer(await tx.viewer);
    return jobId !== null && (await removeQueryJob(tx, jobId));
  });
  if (isDropped) {
    return sink.write('{"status": "success", "message": "Successfully dropped collection"}');
  }
  throw new KowalskiError(
    400,
    `PermissionError: ${catalog} is not yours to drop: who runs this Fritz drops catalogs by "fritz catalog drop"`,
  );
}

/** So few places, of so small a part of the sky, are looked up at once. */
const SHORT_CONES = 100;
const SHORT_RADIUS_ARCSEC = 300;

/** Reads what was asked as it was written. */
function writtenIn({ text }: Running): Written {
  return (path) =>
    path.reduce<unknown>(
      (value, name) => (isFields(value) ? value[name] : undefined),
      parseWithFloats(text),
    );
}

/** What lies around the places, by catalog and name. */
async function answerAround(running: Running, { places, coneAt }: Around): Promise<void> {
  const { caller, query, kwargs, sink, quick, within } = running;
  const cones = places.map(coneAt);
  const asked = readCatalogs(query, kwargs);
  const search = async (tx: Reader): Promise<string[]> =>
    Promise.all(asked.map((one) => searchOne(tx, one)));
  // Asked at once: the database answers one after another without waiting for us.
  const searchOne = async (
    tx: Reader,
    { name, pipeline }: { name: string; pipeline: readonly unknown[] },
  ): Promise<string> => {
    const collection = await caller.collections.demand(tx, name);
    const found = await searchCones(tx, { collection, cones, pipeline });
    const own = places.map((place, i) => {
      return `${JSON.stringify(place.name)}: [${(found[i] ?? []).join(', ')}]`;
    });
    return `${JSON.stringify(name)}: {${own.join(', ')}}`;
  };
  const write = async (tx: Reader) => {
    await sink.write(`${HEAD}, "data": {${(await search(tx)).join(', ')}}}`);
  };
  const isShort =
    cones.length <= SHORT_CONES &&
    cones.every(({ radiusArcsec }) => radiusArcsec <= SHORT_RADIUS_ARCSEC);
  await (isShort ? write(quick) : within(write));
}

async function writeData(sink: AnswerSink, data: unknown, doubles: Doubles | null = null) {
  await sink.write(`${HEAD}, "data": ${writeExtendedJson(data, doubles)}}`);
}

async function writeList(
  sink: AnswerSink,
  batches: AsyncIterable<readonly string[]>,
): Promise<void> {
  await sink.write(`${HEAD}, "data": [`);
  let isFirst = true;
  for await (const texts of batches) {
    if (texts.length === 0) continue;
    await sink.write(`${isFirst ? '' : ', '}${texts.join(', ')}`);
    isFirst = false;
  }
  await sink.write(']}');
}

interface Failed {
  readonly caller: QueryCaller;
  readonly query: Fields;
  readonly kwargs: QueryKwargs;
}

/** What a client is told of a query that failed; what is ours is thrown on as it is. */
async function explainFailure(error: unknown, failed: Failed): Promise<unknown> {
  if (isTimeOver(error)) return new KowalskiError(400, await tellCost(failed), { cause: error });
  if (error instanceof MqlError) {
    const place = error.path === '' ? '' : ` (at ${error.path})`;
    return new KowalskiError(400, `OperationFailure: ${error.message}${place}`, { cause: error });
  }
  if (error instanceof QueryError) {
    const kind = error.code === 'unknown_collection' ? 'KeyError' : 'OperationFailure';
    return new KowalskiError(400, `${kind}: ${error.message}`, { cause: error });
  }
  return error;
}

const ESTIMATE_MS = 2000;

/** Why a query was stopped, and how much it was to look at. */
async function tellCost({ caller, query, kwargs }: Failed): Promise<string> {
  const stopped = `ExecutionTimeout: operation exceeded time limit of ${kwargs.maxTimeMs} ms`;
  try {
    const options = { readOnly: true, statementTimeoutMs: ESTIMATE_MS };
    return await caller.archive.asViewer(
      caller.key,
      async (tx) => {
        const collection = await demandCollection(tx, readCatalog(query));
        const isPipeline = query.pipeline !== undefined;
        const stages = isPipeline
          ? readPipeline(query)
          : findPipeline({ filter: readFilter(query), ...kwargs });
        const count = await estimateCost(tx, planAggregate(collection, stages).plan);
        const by = [...collection.indexed, ...(collection.place ? ['a position'] : [])].join(', ');
        return `${stopped}: about ${count} documents of ${collection.name} were to be looked at; ask for ${by}`;
      },
      options,
    );
  } catch {
    return stopped;
  }
}
