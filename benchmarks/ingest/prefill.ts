import { BrokerDatabase, PgAlertStore, PgFilterLibrary } from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { fileSource } from '@fritz/streams';
import { simulateNight, writeZtfBundle, ZtfAdapter, type ZtfAlert } from '@fritz/surveys';
import type pg from 'pg';

/** What stored rows look like in reality: an alert brings a handful of points. */
const POINTS_PER_ROW = 8;

/** Stores packets through the pipeline, before the measurement. */
export async function ingestFolder(config: pg.ClientConfig, folder: string): Promise<void> {
  const broker = new BrokerDatabase(config);
  const adapter = new ZtfAdapter();
  await runPipeline(fileSource([folder]), {
    adapter,
    store: new PgAlertStore(broker, adapter),
    filters: new PgFilterLibrary(broker, adapter.name),
    consumer: 'prefill',
  });
  await broker.close();
}

/** Light curves of at least `points` points, cut into rows as a year of alerts would leave them. */
export function simulateHistories(count: number, points: number): Uint8Array[][] {
  const adapter = new ZtfAdapter();
  const kinds = { bogus: 0, asteroid: 0, flare: 0, cv: 0, tde: 0, slsn: 0 };
  const histories: Uint8Array[][] = [];
  const sky = { seed: 11, night: '20260110', alerts: 4 * count, historyDays: 400, kinds };
  for (const packet of simulateNight(sky)) {
    const alert = adapter.decode(packet.bytes);
    const rows = cutHistory(alert, points);
    if (rows) histories.push(rows);
    if (histories.length === count) break;
  }
  return histories;
}

function cutHistory(alert: ZtfAlert, points: number): Uint8Array[] | null {
  const { slices, schema } = alert;
  const all = [
    ...spansOf(slices.prvCandidates).map(([from, to]) => ({ isForced: false, from, to })),
    ...spansOf(slices.fpHists).map(([from, to]) => ({ isForced: true, from, to })),
  ].slice(0, points);
  if (all.length < points) return null;
  // Detections, limits and forced points of the same weeks come together.
  const rowCount = Math.ceil(points / POINTS_PER_ROW);
  return Array.from({ length: rowCount }, (_, row) => {
    const mine = all.filter((_point, index) => index % rowCount === row);
    const bytes = (isForced: boolean) =>
      mine.filter((p) => p.isForced === isForced).map((p) => slices.bytes.subarray(p.from, p.to));
    const head = {
      candid: alert.candid - BigInt(rowCount - row),
      alertMag: 18,
      alertRa: alert.ra,
      alertDec: alert.dec,
    };
    return writeZtfBundle(head, schema.curve, {
      prv_candidates: bytes(false),
      fp_hists: bytes(true),
    });
  });
}

function spansOf(spans: Int32Array): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i + 1 < spans.length; i += 2) pairs.push([spans[i] ?? 0, spans[i + 1] ?? 0]);
  return pairs;
}

/** Gives every stored object one of the histories. */
export async function storeHistories(
  client: pg.Client,
  histories: readonly Uint8Array[][],
  firstCandid: bigint,
): Promise<number> {
  const { rows } = await client.query<{
    object_id: string;
    programid: number;
    audience_id: number;
  }>(
    `SELECT object_id, programid, min(audience_id) AS audience_id FROM ztf_light_curves
     GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  await client.query('SELECT ztf_ensure_partitions($1::bigint[])', [[firstCandid]]);
  const first = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!first.has(row.object_id)) first.set(row.object_id, row);
  const objects = [...first.values()];
  await client.query('CREATE TEMP TABLE history (number int, row int, points bytea)');
  for (const [number, cut] of histories.entries()) {
    for (const [row, points] of cut.entries()) {
      await client.query('INSERT INTO history VALUES ($1, $2, $3)', [
        number,
        row,
        Buffer.from(points),
      ]);
    }
  }
  // Row after row over all objects, as nights would: an object's rows lie scattered on the disk.
  await client.query(
    `INSERT INTO ztf_light_curves (object_id, programid, candid, audience_id, points)
     SELECT o.object_id, o.programid, $4::bigint + h.row, o.audience_id, h.points
     FROM unnest($1::text[], $2::smallint[], $3::int[]) WITH ORDINALITY
       AS o (object_id, programid, audience_id, n)
     JOIN history h ON h.number = o.n % $5
     ORDER BY h.row, o.n`,
    [
      objects.map((o) => o.object_id),
      objects.map((o) => o.programid),
      objects.map((o) => o.audience_id),
      firstCandid,
      histories.length,
    ],
  );
  return objects.length;
}
