import { angToPix, MAX_HEALPIX_ORDER } from '@fritz/sky';
import { nextCandid } from './alerts.ts';
import {
  callForId,
  type FactoryClient,
  groupAudience,
  insertRow,
  nextNumber,
  programAudience,
} from './client.ts';
import type { TestFilter } from './filters.ts';
import type { TestUser } from './people.ts';

/** Makes an object, visible to these audiences. */
export async function createObj(
  client: FactoryClient,
  options: { id?: string; ra?: number; dec?: number; audienceIds?: readonly number[] } = {},
): Promise<{ id: string }> {
  const { ra = 10, dec = 20 } = options;
  const id = options.id ?? `ZTF26a${nextNumber().toString(36).padStart(6, 'a')}`;
  await client.query(
    `INSERT INTO fritz.objs (id, survey, ra, dec, hpx) VALUES ($1, 'ztf', $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [id, ra, dec, angToPix(MAX_HEALPIX_ORDER, ra, dec)],
  );
  for (const audienceId of options.audienceIds ?? []) {
    await client.query(
      `INSERT INTO fritz.obj_audiences (obj_id, audience_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [id, audienceId],
    );
  }
  return { id };
}

/** Lets an alert of an object pass a filter; the object is made where it is not there. */
export async function createCandidate(
  client: FactoryClient,
  options: {
    filter: TestFilter;
    objId?: string;
    candid?: bigint;
    passedAt?: Date;
    output?: Record<string, unknown>;
  },
): Promise<{ id: bigint; objId: string; candid: bigint }> {
  const audience_id = await groupAudience(client, options.filter.groupId);
  const obj = await createObj(client, {
    audienceIds: [audience_id],
    ...(options.objId === undefined ? {} : { id: options.objId }),
  });
  const candid = options.candid ?? nextCandid();
  const { id } = await insertRow<{ id: bigint }>(
    client,
    'candidates',
    {
      obj_id: obj.id,
      filter_id: options.filter.id,
      filter_version_id: options.filter.versionId,
      audience_id,
      survey: 'ztf',
      candid,
      passed_at: options.passedAt ?? new Date(),
      output: JSON.stringify(options.output ?? {}),
    },
    'id',
  );
  return { id, objId: obj.id, candid };
}

/** Lets a group save an object. */
export async function createSource(
  client: FactoryClient,
  options: { objId: string; group: { id: number }; savedBy?: TestUser; savedAt?: Date },
): Promise<void> {
  const audience_id = await groupAudience(client, options.group.id);
  await createObj(client, { id: options.objId, audienceIds: [audience_id] });
  await insertRow(
    client,
    'sources',
    {
      obj_id: options.objId,
      group_id: options.group.id,
      audience_id,
      saved_by: options.savedBy?.id ?? null,
      saved_at: options.savedAt ?? new Date(),
    },
    'id',
  );
}

/** Adds a point of photometry, of a programme (1, public) or of a group. */
export async function createPhotometryPoint(
  client: FactoryClient,
  options: {
    objId: string;
    programId?: number;
    group?: { id: number };
    columns?: Record<string, unknown>;
  },
): Promise<{ id: bigint }> {
  return insertRow<{ id: bigint }>(
    client,
    'photometry',
    {
      obj_id: options.objId,
      instrument: 'ZTF',
      origin: 'alert',
      band: 'ztfg',
      mjd: 61_364 + nextNumber() / 1000,
      flux_ujy: 100,
      fluxerr_ujy: 5,
      audience_id: options.group
        ? await groupAudience(client, options.group.id)
        : await programAudience(client, options.programId ?? 1),
      ...options.columns,
    },
    'id',
  );
}

/** Writes down a batch of the broker and what filters made of it. */
export async function createBatch(
  client: FactoryClient,
  options: {
    packets?: number;
    committedAt?: Date;
    counts?: readonly { filter: TestFilter; passed: number; rejected?: number; failed?: number }[];
  } = {},
): Promise<{ id: bigint }> {
  const packets = options.packets ?? 10;
  const batch = await insertRow<{ id: bigint }>(
    client,
    'batches',
    {
      survey: 'ztf',
      consumer: 'test',
      committed_at: options.committedAt ?? new Date(),
      packets,
      new: packets,
      known: 0,
      quarantined: 0,
      stage_ms: '{}',
    },
    'id',
  );
  for (const { filter, passed, rejected = 0, failed = 0 } of options.counts ?? []) {
    await insertRow(
      client,
      'filter_counts',
      {
        batch_id: batch.id,
        filter_version_id: filter.versionId,
        evaluated: passed + rejected + failed,
        passed,
        rejected,
        failed,
        elapsed_us: 1000,
      },
      'batch_id',
    );
  }
  return batch;
}

/** Writes down a packet that could not be read. */
export async function createQuarantined(client: FactoryClient): Promise<void> {
  const number = nextNumber();
  await client.query(
    `INSERT INTO fritz.quarantine
       (survey, origin_kind, origin_name, origin_partition, origin_offset, code, reason, bytes, sha256)
     VALUES ('ztf', 'file', 'night.tar', 0, $1::bigint, 'truncated', 'the packet ends early', '\\x00',
       sha256(convert_to($1::bigint::text, 'UTF8')))`,
    [number],
  );
}

/** The audience of a set of groups and streams. */
export function createAudience(
  client: FactoryClient,
  groups: readonly { id: number }[],
  streams: readonly { id: number }[] = [],
): Promise<number> {
  const ids = (rows: readonly { id: number }[]) => rows.map((row) => row.id);
  return callForId(client, 'intern_audience($1, $2)', [ids(groups), ids(streams)]);
}
