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
  }),
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
