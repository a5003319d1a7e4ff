import {
  type Archive,
  demandCollection,
  estimateCost,
  explainPlan,
  findPipeline,
  isTimeOver,
  makeCone,
  planAggregate,
  QueryError,
  type QueryLimits,
  runAggregate,
  type SkyCone,
  searchCones,
  type ViewerTx,
} from '@fritz/archive';
import { type Doubles, type MqlDocument, MqlError, writeExtendedJson } from '@fritz/mql';
import type { AnswerSink } from './answer-sink.ts';
import { type NamedPlace, readPlaces, readRadians } from './coordinates.ts';
import { answerInfo } from './info.service.ts';
import { KowalskiError } from './kowalski-error.ts';
import { parseWithFloats } from './python-text.ts';
import {
  checkCatalog,
  type Fields,
  isFields,
  type QueryKwargs,
  readCatalog,
  readFilter,
  readKwargs,
  readPipeline,
  readProjection,
} from './read-query.ts';

/** A query as it came. */
export interface AskedQuery {
  readonly body: unknown;
  /** The text of the body: how its numbers were written. */
  readonly text: string;
}

/** One query on its way. */
interface Running {
  readonly tx: ViewerTx;
  readonly query: Fields;
  readonly kwargs: QueryKwargs;
  readonly limits: QueryLimits;
  readonly sink: AnswerSink;
  readonly text: string;
}

const HEAD = '{"status": "success", "message": "Successfully executed query"';

type Answer = (running: Running) => Promise<void>;

const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  ['cone_search', (running) => answerAround(running, readConeSearch(running))],
  ['count_documents', answerCount],
  ['estimated_document_count', answerEstimate],
  ['find', (running) => answerFind(running)],
  ['find_one', answerFindOne],
  ['aggregate', answerAggregate],
  ['info', answerInfoQuery],
  ['near', (running) => answerAround(running, readNear(running))],
  ['drop', answerDrop],
] satisfies [string, Answer][]);

/** Answers a query into a sink, in a transaction of the caller's that writes nothing. */
export async function answerQuery(
  archive: Archive,
  key: string,
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
  const limits = { deadlineMs: performance.now() + kwargs.maxTimeMs, signal };
  const statementTimeoutMs = kwargs.maxTimeMs;
  const work = (tx: ViewerTx) => answer({ tx, query, kwargs, limits, sink, text });
  try {
    await archive.asViewer(key, work, { readOnly: true, statementTimeoutMs, signal });
  } catch (error) {
    throw await explainFailure(error, { archive, key, query, kwargs });
  }
}

async function answerFind({ tx, query, kwargs, limits, sink }: Running): Promise<void> {
  const collection = await demandCollection(tx, readCatalog(query));
  const { skip, limit, sort } = kwargs;
  const asked = { filter: readFilter(query), projection: readProjection(query), sort, skip, limit };
  const plan = planAggregate(collection, findPipeline(asked));
  if (query.explain === true) return writeData(sink, await explainPlan(tx, plan.plan));
  await writeList(sink, runAggregate(tx, plan, limits), collection.doubles);
}

async function answerFindOne({ tx, query, limits, sink }: Running): Promise<void> {
  const collection = await demandCollection(tx, readCatalog(query));
  const plan = planAggregate(collection, findPipeline({ filter: readFilter(query), limit: 1 }));
  for await (const [document] of runAggregate(tx, plan, limits)) {
    if (document) return writeData(sink, document, collection.doubles);
  }
  await sink.write(`${HEAD}}`);
}

async function answerAggregate({ tx, query, limits, sink }: Running): Promise<void> {
  const collection = await demandCollection(tx, readCatalog(query));
  const pipeline = readPipeline(query);
  const plan = planAggregate(collection, pipeline);
  if (query.explain === true) return writeData(sink, await explainPlan(tx, plan.plan));
  await writeList(sink, runAggregate(tx, plan, limits), collection.doubles);
}

async function answerCount({ tx, query, limits, sink }: Running): Promise<void> {
  const collection = await demandCollection(tx, readCatalog(query));
  const stages = [...findPipeline({ filter: readFilter(query) }), { $count: 'n' }];
  let count: unknown = 0;
  for await (const [document] of runAggregate(tx, planAggregate(collection, stages), limits)) {
    count = document?.n ?? 0;
  }
  await writeData(sink, count);
}

async function answerEstimate({ tx, query, sink }: Running): Promise<void> {
  const collection = await demandCollection(tx, readCatalog(query));
  await writeData(sink, await collection.estimate(tx));
}

async function answerInfoQuery({ tx, query, sink }: Running): Promise<void> {
  await writeData(sink, await answerInfo(tx, query));
}

function answerDrop({ query }: Running): Promise<void> {
  const catalog = readCatalog(query);
  throw new KowalskiError(
    400,
    `PermissionError: ${catalog} cannot be dropped here: who runs this Fritz does it by "fritz catalog drop"`,
  );
}

interface Around {
  readonly places: readonly NamedPlace[];
  readonly coneAt: (place: NamedPlace) => SkyCone;
}

function readConeSearch({ query, text }: Running): Around {
  const { object_coordinates: asked } = query;
  if (!isFields(asked)) throw KowalskiError.of('KeyError', "'object_coordinates'");
  const radians = readRadians(asked.cone_search_radius, asked.cone_search_unit);
  const places = readPlaces(writtenRadec(text, ['query', 'object_coordinates', 'radec']));
  return { places, coneAt: (place) => makeCone(place, { radians }) };
}

function readNear({ query, text }: Running): Around {
  const unit = query.distance_units ?? 'rad';
  const from = readRadians(query.min_distance ?? 0, unit);
  const radians = readRadians(query.max_distance ?? Math.PI / 180 / 60, unit);
  const places = readPlaces(writtenRadec(text, ['query', 'radec']));
  return {
    places,
    coneAt: (place) => ({ ...makeCone(place, { radians, from }), isSorted: true }),
  };
}

/** The places as they were written: 71.0 is not 71 where it is to be a name. */
function writtenRadec(text: string, path: readonly string[]): unknown {
  let value = parseWithFloats(text);
  for (const name of path) value = isFields(value) ? value[name] : undefined;
  if (value === undefined) throw KowalskiError.of('KeyError', "'radec'");
  return value;
}

/** What lies around the places, by catalog and name. */
async function answerAround(
  { tx, query, kwargs, sink }: Running,
  { places, coneAt }: Around,
): Promise<void> {
  const { catalogs } = query;
  if (!isFields(catalogs)) throw KowalskiError.of('KeyError', "'catalogs'");
  const { skip, limit, sort } = kwargs;
  const cones = places.map(coneAt);
  const asked = Object.entries(catalogs).map(([name, given]) => {
    const part = isFields(given) ? given : {};
    const filter = part.filter === undefined ? {} : readFilter(part);
    const projection = readProjection(part);
    const pipeline = findPipeline({ filter, projection, sort, skip, limit });
    return { name: checkCatalog(name), pipeline };
  });
  // Asked at once: the database answers one after another without waiting for us.
  const answers = await Promise.all(
    asked.map(async ({ name, pipeline }) => {
      const collection = await demandCollection(tx, name);
      const found = await searchCones(tx, { collection, cones, pipeline });
      const own = places.map((place, i) => {
        return `${JSON.stringify(place.name)}: ${listOf(found[i] ?? [], collection.doubles)}`;
      });
      return `${JSON.stringify(name)}: {${own.join(', ')}}`;
    }),
  );
  await sink.write(`${HEAD}, "data": {${answers.join(', ')}}}`);
}

function listOf(documents: readonly MqlDocument[], doubles: Doubles): string {
  return `[${documents.map((document) => writeExtendedJson(document, doubles)).join(', ')}]`;
}

async function writeData(sink: AnswerSink, data: unknown, doubles: Doubles | null = null) {
  await sink.write(`${HEAD}, "data": ${writeExtendedJson(data, doubles)}}`);
}

async function writeList(
  sink: AnswerSink,
  batches: AsyncIterable<readonly MqlDocument[]>,
  doubles: Doubles,
): Promise<void> {
  await sink.write(`${HEAD}, "data": [`);
  let isFirst = true;
  for await (const documents of batches) {
    const texts = documents.map((document) => writeExtendedJson(document, doubles));
    await sink.write(`${isFirst ? '' : ', '}${texts.join(', ')}`);
    isFirst = false;
  }
  await sink.write(']}');
}

interface Failed {
  readonly archive: Archive;
  readonly key: string;
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
async function tellCost({ archive, key, query, kwargs }: Failed): Promise<string> {
  const stopped = `ExecutionTimeout: operation exceeded time limit of ${kwargs.maxTimeMs} ms`;
  try {
    const options = { readOnly: true, statementTimeoutMs: ESTIMATE_MS };
    return await archive.asViewer(
      key,
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
