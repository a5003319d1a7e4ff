import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';

export const getSysinfo = defineRoute({
  method: 'GET',
  path: '/api/sysinfo',
  tags: ['system'],
  summary: 'What this server is; no login needed',
  isPublic: true,
  response: closed({ fritzVersion: Type.String(), invitationsEnabled: Type.Boolean() }),
  examples: { response: { fritzVersion: '0.1.0', invitationsEnabled: true } },
});

export const getConfig = defineRoute({
  method: 'GET',
  path: '/api/config',
  tags: ['system'],
  summary: 'What a client needs to know of this installation',
  response: closed({
    version: Type.String(),
    surveys: Type.Array(Type.String()),
    sitewideGroup: nullable(closed({ id: rowId('The group of all'), name: Type.String() })),
    savedStatuses: Type.Array(Type.String()),
    maxNumPerPage: Type.Integer(),
    slackPreamble: Type.String({ description: 'What the address of a Slack hook begins with' }),
    invitationsEnabled: Type.Boolean(),
    cosmology: Type.String(),
    cosmoref: Type.String({ description: 'Where it is published' }),
    surveyImages: Type.Boolean({
      description: 'Whether pages show pictures of public surveys, which this server fetches',
    }),
    weather: Type.Boolean({ description: 'Whether there is a provider of weather forecasts' }),
    allowedSpectrumTypes: Type.Array(Type.String()),
    defaultSpectrumType: Type.String(),
  }),
});

const words = Type.Array(Type.String());

export const getEnumTypes = defineRoute({
  method: 'GET',
  path: '/api/enum_types',
  tags: ['system'],
  summary: 'The words that fields with a fixed choice may have, by SkyPortal’s names of the lists',
  response: closed({
    ALLOWED_BANDPASSES: words,
    ALLOWED_MAGSYSTEMS: words,
    ALLOWED_SPECTRUM_TYPES: words,
    THUMBNAIL_TYPES: words,
    INSTRUMENT_TYPES: words,
    FOLLOWUP_PRIORITIES: words,
    ALLOWED_API_CLASSNAMES: words,
    LISTENER_CLASSNAMES: words,
    ALLOWED_ALLOCATION_TYPES: words,
    ANALYSIS_TYPES: words,
    ANALYSIS_INPUT_TYPES: words,
    AUTHENTICATION_TYPES: words,
  }),
});

export const getDbStats = defineRoute({
  method: 'GET',
  path: '/api/db_stats',
  tags: ['system'],
  summary: 'How much there is; of tables with more than a million rows by estimate',
  acl: 'System admin',
  response: closed({
    'Number of candidates': Type.Integer(),
    'Number of objs': Type.Integer(),
    'Number of sources': Type.Integer(),
    'Number of photometry': Type.Integer(),
    'Number of filters': Type.Integer(),
    'Number of groups': Type.Integer(),
    'Number of users': Type.Integer(),
    'Number of tokens': Type.Integer(),
    'Number of telescopes': Type.Integer(),
    'Number of instruments': Type.Integer(),
    'Number of allocations': Type.Integer(),
    'Oldest candidate creation datetime': nullable(datetime('When the first candidate came')),
    'Newest candidate creation datetime': nullable(datetime('When the last one came')),
  }),
});

export const getDbInfo = defineRoute({
  method: 'GET',
  path: '/api/internal/dbinfo',
  tags: ['system'],
  summary: 'Whether the viewer sees any source, and the version of PostgreSQL',
  response: closed({ source_table_empty: Type.Boolean(), postgres_version: Type.String() }),
});

/** Batches count the packets of all programmes. */
const partly = 'for who does not see all programmes of the survey';

export const getStreamStatus = defineRoute({
  method: 'GET',
  path: '/api/internal/stream',
  tags: ['system'],
  summary: 'Tonight: what the broker read, how fast, and what the filters made of it',
  response: closed({
    since: datetime('Start of the night: the last local noon at the observatory, 20:00 UTC'),
    surveys: Type.Array(
      closed({
        survey: Type.String(),
        packets: nullable(
          Type.Integer({ description: `Null, as are the other counts, ${partly}` }),
        ),
        new: nullable(Type.Integer()),
        known: nullable(Type.Integer()),
        quarantined: nullable(Type.Integer()),
        last_batch_at: nullable(
          datetime('When the last batch was committed; else when the newest visible alert came'),
        ),
        per_second: nullable(
          Type.Number({ description: 'Packets per second over the last minute of reading' }),
        ),
        lag_s: nullable(
          Type.Number({ description: 'From the last exposure to its alert, seconds' }),
        ),
      }),
    ),
    filters: Type.Array(
      closed({
        filter_id: rowId('The filter'),
        name: Type.String(),
        fid: Type.String(),
        evaluated: Type.Integer(),
        passed: Type.Integer(),
        rejected: Type.Integer(),
        failed: Type.Integer(),
        elapsed_ms: Type.Number(),
        failure: nullable(Type.String({ description: 'The newest failure' })),
      }),
    ),
  }),
});
