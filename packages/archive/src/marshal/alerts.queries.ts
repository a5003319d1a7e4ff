import {
  adapterOf,
  coordinatesOf,
  type ObjectCurve,
  SURVEYS,
  type SurveyAdapter,
} from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { AlertArchive, AlertDocument } from './alert-archive.ts';

interface AlertRow extends Record<string, unknown> {
  object_id: string;
  candid: bigint;
  ra: number;
  dec: number;
}

const needsAll = { detections: 'all', forced: 'all', coordinates: true } as const;

/** The alerts of every survey, from their tables and their light-curve bundles. */
export function alertArchive(): AlertArchive {
  return {
    async detections(tx, objectId) {
      for (const adapter of await surveysOf(tx, objectId)) {
        const rows = await tx.query<AlertRow>(
          `SELECT * FROM ${adapter.name}_alerts WHERE object_id = $1 ORDER BY jd, candid`,
          [objectId],
        );
        if (rows.length === 0) continue;
        await learnSchemas(tx, adapter);
        return rows.map((row) => documentOf(adapter, row));
      }
      return [];
    },
    async lightCurve(tx, objectId) {
      const curve = await readCurve(tx, objectId);
      if (curve === null) return null;
      // Rows of programmes that the viewer may not see did not come: no more choosing is needed.
      const { prv_candidates = [], fp_hists = [] } = curve.words(null);
      return { prv_candidates, fp_hists };
    },
    async photometry(tx, objectId) {
      return (await readCurve(tx, objectId))?.photometry() ?? [];
    },
  };
}

/** An alert's row as filters know it; its schema must have been learned. */
export function documentOf(adapter: SurveyAdapter, row: AlertRow): AlertDocument {
  const { schemavsn, publisher } = row;
  return {
    candid: row.candid,
    objectId: row.object_id,
    ...(schemavsn === undefined ? {} : { schemavsn, publisher }),
    candidate: adapter.candidateOf(row),
    coordinates: coordinatesOf(row.ra, row.dec),
  };
}

/** The surveys that an object may be of; the marshal's own, where it has it, comes first. */
async function surveysOf(tx: ViewerTx, objectId: string): Promise<SurveyAdapter[]> {
  const [known] = await tx.query<{ survey: string }>('SELECT survey FROM objs WHERE id = $1', [
    objectId,
  ]);
  const names = SURVEYS.map(({ name }) => name);
  const first = names.filter((name) => name === known?.survey);
  return [...new Set([...first, ...names])].map(adapterOf);
}

/** What the viewer may see of an object's stored light curve; null where that is nothing. */
async function readCurve(
  tx: ViewerTx,
  objectId: string,
): Promise<Pick<ObjectCurve, 'words' | 'photometry'> | null> {
  for (const adapter of await surveysOf(tx, objectId)) {
    const rows = await tx.query<{ points: Buffer }>(
      `SELECT points FROM ${adapter.name}_light_curves WHERE object_id = $1
       ORDER BY candid, programid`,
      [objectId],
    );
    if (rows.length === 0) continue;
    await learnSchemas(tx, adapter);
    return adapter.curve(Buffer.concat(rows.map((row) => row.points)), needsAll);
  }
  return null;
}

/** Makes the schemas known that a survey's rows were written in. */
export async function learnSchemas(
  tx: Pick<ViewerTx, 'query'>,
  adapter: SurveyAdapter,
): Promise<void> {
  const rows = await tx.query<{ fingerprint: bigint; schema: string }>(
    'SELECT fingerprint, schema FROM avro_schemas WHERE survey = $1',
    [adapter.name],
  );
  for (const { fingerprint, schema } of rows) {
    if (!adapter.schemas.has(fingerprint)) adapter.schemas.learn(schema);
  }
}
