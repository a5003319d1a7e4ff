import { defineRoute } from '../route.ts';
import { closed, int64, nullable, objectId, Type } from '../schema.ts';
import { fid, filterParams, nightName, nightSearch, pipeline } from './filters.ts';

const streamed =
  'With `Accept: application/x-ndjson` the answer is lines of JSON: `{progress: {done, total}}` as ' +
  'the run goes on, and at the end the envelope. Closing the connection ends the run.';

const version = {
  filter_version: Type.Optional(
    Type.Unsafe<string>({ ...fid, description: 'A version; the active one unless said' }),
  ),
  pipeline: Type.Optional(pipeline),
};

/** Free-form JSON of the language's own: documents, conditions. */
const json = Type.Unsafe<unknown>({});
const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const micros = Type.Number({ description: 'Microseconds' });

const time = Type.Union([Type.Number(), Type.String({ maxLength: 40 })], {
  description: 'Julian date, or ISO 8601 (UTC)',
});

export const testFilter = defineRoute({
  method: 'POST',
  path: '/api/filters/{id}/test',
  tags: ['filters'],
  summary: 'What a filter passes of past alerts, as of then',
  description:
    'Of these objects, of a time of up to one day, or both. Each alert is seen with its history as ' +
    'it was when the alert came, nothing later. The answer has the documents that the pipeline ' +
    `gives, by candid. ${streamed}`,
  params: filterParams,
  body: closed({
    ...version,
    object_ids: Type.Optional(Type.Array(objectId, { minItems: 1, maxItems: 1000 })),
    start_date: Type.Optional(time),
    end_date: Type.Optional(time),
    max_time_ms: Type.Optional(Type.Integer({ minimum: 1, maximum: 300_000, default: 30_000 })),
  }),
  response: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  examples: { body: { object_ids: ['ZTF17aadcvhq'] } },
});

const explainedError = nullable(closed({ code: text, path: text, message: text }));

const explainedStage = closed({
  index: count,
  at: text,
  name: text,
  outcome: Type.Enum(['passed', 'rejected', 'failed', 'skipped']),
  input: Type.Array(json, { description: 'The documents that go in, the first of them' }),
  output: Type.Array(json),
  documentsIn: count,
  documentsOut: count,
  fields: closed({
    added: Type.Array(text),
    changed: Type.Array(text),
    removed: Type.Array(text),
  }),
  condition: Type.Unsafe<unknown>({
    description:
      'The condition of a `$match`: `{id, kind, text, path, expected, held, reached, operands, ' +
      'error, parts}`, where parts are conditions again; null for other stages',
  }),
  steps: count,
  elapsedUs: micros,
  error: explainedError,
});

const explanation = closed({
  outcome: Type.Enum(['passed', 'rejected', 'failed']),
  stages: Type.Array(explainedStage, { description: "In the author's order" }),
  output: json,
  error: explainedError,
  rejectedBeforeError: Type.Boolean(),
  steps: count,
  maxSteps: count,
  elapsedUs: micros,
});

export const explainFilter = defineRoute({
  method: 'POST',
  path: '/api/filters/{id}/explain',
  tags: ['filters'],
  summary: 'Why an alert passes a filter, or does not: stage by stage',
  params: filterParams,
  query: closed({
    candid: Type.Optional(int64('The alert')),
    objectId: Type.Optional(
      Type.Unsafe<string>({ ...objectId, description: 'Or the newest alert of this object' }),
    ),
  }),
  body: closed(version),
  response: closed({
    candid: int64('The alert'),
    objectId,
    programid: Type.Integer(),
    jd: Type.Number(),
    seen: Type.Boolean({
      description: 'Whether the stream gives it to the filter: an alert of one of its programmes',
    }),
    explanation,
  }),
});

const passing = closed({
  candid: int64('The alert'),
  objectId,
  output: Type.Record(Type.String(), Type.Unknown()),
});

const runFigures = {
  night: nullable(nightName, { description: 'null: a simulated one' }),
  search: nightSearch,
  alerts: Type.Integer({ description: 'Alerts of the night that the filter may see' }),
  complete: Type.Boolean({ description: 'False where time ran out: of a random sample' }),
};

const funnelCondition = closed({
  id: text,
  kind: Type.Enum(['and', 'or', 'nor', 'not', 'test']),
  text,
  depth: count,
  reached: count,
  held: count,
  heldAlone: count,
  failed: count,
  elapsedUs: micros,
});

const night = Type.Optional(
  Type.Unsafe<string>({ ...nightName, description: 'UT date; the last night unless said' }),
);
const timeLimit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 300_000, default: 30_000, description: 'Milliseconds' }),
);

export const runFunnel = defineRoute({
  method: 'POST',
  path: '/api/filters/{id}/funnel',
  tags: ['filters'],
  summary: 'How many alerts of a night survive each stage and condition of a filter',
  description: streamed,
  params: filterParams,
  body: closed({ ...version, night, max_time_ms: timeLimit }),
  response: closed({
    ...runFigures,
    funnel: closed({
      documents: count,
      passed: count,
      rejected: count,
      failed: count,
      elapsedUs: micros,
      usPerDocument: micros,
      stages: Type.Array(
        closed({
          index: count,
          at: text,
          name: text,
          entered: count,
          survived: count,
          failed: count,
          elapsedUs: micros,
          conditions: Type.Array(funnelCondition),
        }),
      ),
      passing: Type.Array(int64('The alert')),
      failures: Type.Array(closed({ candid: nullable(int64('The alert')), error: explainedError })),
    }),
    passes: Type.Array(passing, { description: 'The first passing alerts' }),
  }),
  examples: { body: { night: '20261120' } },
});

const alertNames = Type.Array(closed({ candid: int64('The alert'), objectId }));
const oneVersion = closed({
  filter_version: Type.Optional(fid),
  pipeline: Type.Optional(pipeline),
});

export const runDiff = defineRoute({
  method: 'POST',
  path: '/api/filters/{id}/diff',
  tags: ['filters'],
  summary: 'Which alerts of a night one version passes and another does not',
  description: streamed,
  params: filterParams,
  body: closed({
    from: Type.Optional(oneVersion),
    to: oneVersion,
    night,
    max_time_ms: timeLimit,
  }),
  response: closed({
    ...runFigures,
    documents: count,
    passedBefore: count,
    passedAfter: count,
    failedBefore: count,
    failedAfter: count,
    lost: alertNames,
    gained: alertNames,
    changed: Type.Array(closed({ candid: int64('The alert'), objectId }), {
      description: 'Both pass them, with different outputs',
    }),
  }),
  examples: { body: { to: { filter_version: 'nnsun9' } } },
});

export const getFilterFields = defineRoute({
  method: 'GET',
  path: '/api/filters/{id}/fields',
  tags: ['filters'],
  summary: 'The fields of the documents that a filter sees',
  params: filterParams,
  response: Type.Array(
    closed({
      path: Type.String({ examples: ['candidate.drb'] }),
      type: Type.Enum([
        'bool',
        'int',
        'long',
        'float',
        'double',
        'string',
        'list',
        'object',
        'any',
      ]),
      nullable: Type.Boolean({ description: 'Whether it may be null or missing' }),
      radius_arcsec: Type.Optional(
        Type.Number({ description: 'Of a catalog: how far around alerts it is matched' }),
      ),
      is_past: Type.Optional(
        Type.Boolean({ description: 'Whether past alerts alone have it, and new ones do not' }),
      ),
    }),
  ),
});
