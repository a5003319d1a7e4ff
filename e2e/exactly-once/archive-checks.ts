import assert from 'node:assert/strict';
import type { withClient } from '@fritz/archive';
import { ZtfAdapter } from '@fritz/surveys';
import type { PlainPoint } from './plain-history.ts';
import type { Fields } from './plain-packet.ts';
import type { PlainNight } from './straight-line.ts';

type Client = Parameters<Parameters<typeof withClient>[1]>[0];

/** Every packet once: alerts, cutouts, rows of light curves, and what the batches tell. */
export async function checkStoredOnce(client: Client, night: PlainNight): Promise<void> {
  const candids = [...night.packets.keys()].map(String).sort();
  for (const table of ['ztf_alerts', 'ztf_cutouts']) {
    const { rows } = await client.query<{ candid: bigint }>(`SELECT candid FROM ${table}`);
    assert.deepEqual(rows.map(({ candid }) => String(candid)).sort(), candids, table);
  }
  assert.equal(await count(client, 'count(*) FROM ztf_light_curves'), night.lightCurveRows);
  assert.equal(await count(client, 'sum(new) FROM batches'), candids.length);
}

/** Each (alert, filter version) evaluated once, and the same alerts passed. */
export async function checkFilters(client: Client, night: PlainNight): Promise<void> {
  const counted = await client.query(
    `SELECT f.name, sum(c.evaluated)::int AS evaluated, sum(c.passed)::int AS passed,
            sum(c.rejected)::int AS rejected, sum(c.failed)::int AS failed
     FROM filter_counts c JOIN filter_versions v ON v.id = c.filter_version_id
     JOIN filters f ON f.id = v.filter_id GROUP BY f.name, v.id`,
  );
  const stored = Object.fromEntries(counted.rows.map(({ name, ...counts }) => [name, counts]));
  assert.deepEqual(stored, Object.fromEntries(night.counts));
  const { rows } = await client.query<{ name: string; candid: bigint }>(
    'SELECT f.name, c.candid FROM candidates c JOIN filters f ON f.id = c.filter_id',
  );
  const passed = rows.map(({ name, candid }) => `${name} ${candid}`);
  assert.deepEqual(passed.sort(), [...night.passes].sort());
}

/** Stored offsets are the ends of the partitions, and each record was counted once. */
export async function checkOffsets(
  client: Client,
  consumer: string,
  ends: ReadonlyMap<number, bigint>,
): Promise<void> {
  const { rows } = await client.query<{ partition: number; next_offset: bigint }>(
    'SELECT partition, next_offset FROM stream_offsets WHERE consumer = $1',
    [consumer],
  );
  assert.deepEqual(new Map(rows.map((row) => [row.partition, row.next_offset])), new Map(ends));
  const records = [...ends.values()].reduce((sum, end) => sum + end, 0n);
  assert.equal(await count(client, 'sum(packets) FROM batches'), Number(records));
}

/** The merged light curve of every object: the same points, forced ones in the same version. */
export async function checkLightCurves(client: Client, night: PlainNight): Promise<void> {
  const adapter = new ZtfAdapter();
  const schemas = await client.query<{ schema: string }>('SELECT schema FROM avro_schemas');
  for (const { schema } of schemas.rows) adapter.schemas.learn(schema);
  const { rows } = await client.query<{ object_id: string; points: Buffer }>(
    `SELECT object_id, string_agg(points, '') AS points FROM ztf_light_curves GROUP BY 1`,
  );
  assert.equal(rows.length, night.histories.size);
  for (const { object_id: objectId, points } of rows) {
    const words = adapter.curve(points, adapter.needs([])).words(null);
    const stored = Object.values(words)
      .flat()
      .map((point) => describeWords(point as Fields));
    const plain = night.histories.get(objectId)?.points().map(describePoint) ?? [];
    assert.deepEqual(stored.sort(), plain.sort(), objectId);
  }
}

function describeWords(entry: Fields): string {
  const { jd, fid, pid, programid, candid = null, magpsf = null, alert_mag = null } = entry;
  return [jd, fid, pid, programid, candid, magpsf, alert_mag].join(' ');
}

function describePoint({ kind, fields, alertMag }: PlainPoint): string {
  const { candid = null, magpsf = null } = fields;
  return describeWords({
    ...fields,
    candid,
    magpsf,
    alert_mag: kind === 'forced' ? alertMag : null,
  });
}

const BANDS: Readonly<Record<number, string>> = { 1: 'ztfg', 2: 'ztfr', 3: 'ztfi' };

/** Photometry of the objects that passed a filter: every point of their light curves, once. */
export async function checkPhotometry(client: Client, night: PlainNight): Promise<void> {
  const { rows } = await client.query<
    Record<'obj_id' | 'origin' | 'band', string> & {
      mjd: number;
      candid: bigint | null;
    }
  >('SELECT obj_id, origin, band, mjd, candid FROM photometry');
  const stored = rows.map(({ obj_id, origin, band, mjd, candid }) =>
    [obj_id, origin, band, mjd.toFixed(6), candid].join(' '),
  );
  const plain = [...night.followed].flatMap((objectId) =>
    (night.histories.get(objectId)?.points() ?? []).map(({ kind, fields, jd }) => {
      const origin = kind === 'forced' ? 'alert_fp' : 'alert';
      const mjd = (jd - 2400000.5).toFixed(6);
      return [objectId, origin, BANDS[fields.fid as number], mjd, fields.candid ?? null].join(' ');
    }),
  );
  assert.deepEqual(stored.sort(), plain.sort());
}

async function count(client: Client, what: string): Promise<number> {
  const { rows } = await client.query<{ count: bigint }>(`SELECT (SELECT ${what})::int8 AS count`);
  return Number(rows[0]?.count ?? -1);
}
