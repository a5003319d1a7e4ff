import { BrokerDatabase, PgAlertStore, PgFilterLibrary } from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { fileSource } from '@fritz/streams';
import {
  simulateNight,
  writeZtfBundle,
  ZtfAdapter,
  type ZtfAlert,
  ztfPointKeys,
} from '@fritz/surveys';
import type pg from 'pg';

/** What stored rows look like in reality: an alert brings a handful of points. */
const POINTS_PER_ROW = 8;

/** One stored row of a light curve: what an alert brought, and which alert. */
export interface HistoryRow {
  readonly candid: bigint;
  readonly points: Uint8Array;
}

/** Stores packets through the pipeline, before the measurement. */
export async function ingestFolder(config: pg.ClientConfig, folder: string): Promise<void> {
  const broker = new BrokerDatabase(config);
  const adapter = new ZtfAdapter();
  await runPipeline(fileSource([folder]), {
    adapter,
    store: new PgAlertStore(broker, adapter),
    filters: new PgFilterLibrary(broker, adapter),
    consumer: 'prefill',
  });
  await broker.close();
}

/**
 * Light curves of at least `points` points, cut into rows as a year of alerts would leave them: each
 * row holds what was new of some days, under the candid of a detection at their end.
 *
 * @param night the last night of the histories, as yyyymmdd
 */
export function simulateHistories(count: number, points: number, night: string): HistoryRow[][] {
  const adapter = new ZtfAdapter();
  const kinds = { bogus: 0, asteroid: 0, flare: 0, cv: 0, tde: 0, slsn: 0 };
  const histories: HistoryRow[][] = [];
  const sky = { seed: 11, night, alerts: 4 * count, historyDays: 400, kinds };
  for (const packet of simulateNight(sky)) {
    const alert = adapter.decode(packet.bytes);
    const rows = cutHistory(alert, points);
    if (rows) histories.push(rows);
    if (histories.length === count) break;
  }
  return histories;
}

const CANDID_PER_DAY = 1e15;
const JD_OF_CANDID_ZERO = 2457754.5;

function cutHistory(alert: ZtfAlert, points: number): HistoryRow[] | null {
  const { slices, schema } = alert;
  const keys = ztfPointKeys(alert, 'prv_candidates');
  const forcedKeys = ztfPointKeys(alert, 'fp_hists');
  const detections = spansOf(slices.prvCandidates).map(([from, to], i) => {
    return { isForced: false, jd: keys[i]?.jd ?? 0, from, to };
  });
  const forced = spansOf(slices.fpHists).map(([from, to], i) => {
    return { isForced: true, jd: forcedKeys[i]?.jd ?? 0, from, to };
  });
  // The latest ones: the history goes on into the night that is measured.
  const all = [...detections, ...forced].sort((a, b) => a.jd - b.jd).slice(-points);
  if (all.length < points) return null;
  const rows: HistoryRow[] = [];
  for (let at = 0; at < all.length; at += POINTS_PER_ROW) {
    const mine = all.slice(at, at + POINTS_PER_ROW);
    const bytes = (isForced: boolean) =>
      mine.filter((p) => p.isForced === isForced).map((p) => slices.bytes.subarray(p.from, p.to));
    const days = (mine.at(-1)?.jd ?? 0) - JD_OF_CANDID_ZERO;
    const candid = BigInt(Math.floor(days * CANDID_PER_DAY)) + BigInt(at);
    const head = { candid, alertMag: 18, alertRa: alert.ra, alertDec: alert.dec };
    const points = { prv_candidates: bytes(false), fp_hists: bytes(true) };
    rows.push({ candid, points: writeZtfBundle(head, schema.curve, points) });
  }
  return rows;
}

function spansOf(spans: Int32Array): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i + 1 < spans.length; i += 2) pairs.push([spans[i] ?? 0, spans[i + 1] ?? 0]);
  return pairs;
}

/** Gives every stored object one of the histories. */
export async function storeHistories(
  client: pg.Client,
  histories: readonly HistoryRow[][],
): Promise<number> {
  const { rows } = await client.query<{
    object_id: string;
    programid: number;
    audience_id: number;
  }>(
    `SELECT object_id, programid, min(audience_id) AS audience_id FROM ztf_light_curves
     GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const candids = histories.flatMap((rows) => rows.map(({ candid }) => candid));
  await client.query('SELECT ztf_ensure_partitions($1::bigint[])', [candids]);
  const first = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!first.has(row.object_id)) first.set(row.object_id, row);
  const objects = [...first.values()];
  await client.query('CREATE TEMP TABLE history (number int, candid bigint, points bytea)');
  // As the broker's rows are: a compressed value would be copied as it is.
  await client.query('ALTER TABLE history ALTER COLUMN points SET STORAGE EXTERNAL');
  for (const [number, rows] of histories.entries()) {
    for (const { candid, points } of rows) {
      const values = [number, candid, Buffer.from(points)];
      await client.query('INSERT INTO history VALUES ($1, $2, $3)', values);
    }
  }
  // In the order of time, as nights would: an object's rows lie scattered on the disk.
  await client.query(
    `INSERT INTO ztf_light_curves (object_id, programid, candid, audience_id, points)
     SELECT o.object_id, o.programid, h.candid, o.audience_id, h.points
     FROM unnest($1::text[], $2::smallint[], $3::int[]) WITH ORDINALITY
       AS o (object_id, programid, audience_id, n)
     JOIN history h ON h.number = o.n % $4
     ORDER BY h.candid, o.n`,
    [
      objects.map((o) => o.object_id),
      objects.map((o) => o.programid),
      objects.map((o) => o.audience_id),
      histories.length,
    ],
  );
  return objects.length;
}
