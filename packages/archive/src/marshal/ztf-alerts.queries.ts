import { coordinatesOf, type ObjectCurve, ZtfAdapter } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { AlertArchive, AlertDocument } from './alert-archive.ts';

interface AlertRow extends Record<string, unknown> {
  object_id: string;
  candid: bigint;
  ra: number;
  dec: number;
  schemavsn: string;
  publisher: string;
}

const needsAll = { detections: 'all', forced: 'all', coordinates: true } as const;

/** ZTF's alerts, from their table and their light-curve bundles. */
export function ztfAlertArchive(): AlertArchive {
  const adapter = new ZtfAdapter();

  const toDocument = (row: AlertRow): AlertDocument => ({
    candid: row.candid,
    objectId: row.object_id,
    schemavsn: row.schemavsn,
    publisher: row.publisher,
    candidate: adapter.candidateOf(row),
    coordinates: coordinatesOf(row.ra, row.dec),
  });

  return {
    async detections(tx, objectId) {
      const rows = await tx.query<AlertRow>(
        'SELECT * FROM ztf_alerts WHERE object_id = $1 ORDER BY jd, candid',
        [objectId],
      );
      await learnSchemas(tx, adapter);
      return rows.map(toDocument);
    },
    async lightCurve(tx, objectId) {
      const curve = await readCurve(tx, adapter, objectId);
      if (curve === null) return null;
      // Rows of programmes that the viewer may not see did not come: no more choosing is needed.
      const { prv_candidates = [], fp_hists = [] } = curve.words(null);
      return { prv_candidates, fp_hists };
    },
    async photometry(tx, objectId) {
      return (await readCurve(tx, adapter, objectId))?.photometry() ?? [];
    },
  };
}

/** What the viewer may see of an object's stored light curve; null where that is nothing. */
async function readCurve(
  tx: ViewerTx,
  adapter: ZtfAdapter,
  objectId: string,
): Promise<Pick<ObjectCurve, 'words' | 'photometry'> | null> {
  const rows = await tx.query<{ points: Buffer }>(
    'SELECT points FROM ztf_light_curves WHERE object_id = $1 ORDER BY candid, programid',
    [objectId],
  );
  if (rows.length === 0) return null;
  await learnSchemas(tx, adapter);
  return adapter.curve(Buffer.concat(rows.map((row) => row.points)), needsAll);
}

async function learnSchemas(tx: ViewerTx, adapter: ZtfAdapter): Promise<void> {
  const rows = await tx.query<{ fingerprint: bigint; schema: string }>(
    `SELECT fingerprint, schema FROM avro_schemas WHERE survey = 'ztf'`,
  );
  for (const { fingerprint, schema } of rows) {
    if (!adapter.schemas.has(fingerprint)) adapter.schemas.learn(schema);
  }
}
