import { type AvroRecordSchema, canonicalForm, schemaFingerprint } from '@fritz/formats';
import { callForId, type FactoryClient, insertRow, programAudience } from './client.ts';

/**
 * Stores an alert of a survey that is not ZTF, with a row in each of its tables: only what must be
 * there. Its audience is that of ZTF's programme of this number, unless `points` are given: then it is
 * the survey's own, and these are what its light curve holds.
 */
export async function createSurveyAlert(
  client: FactoryClient,
  survey: string,
  alert: {
    objectId: string;
    candid: bigint;
    programId: number;
    ra: number;
    dec: number;
    points?: Buffer;
  },
): Promise<void> {
  const { objectId, candid, programId, ra, dec, points } = alert;
  await client.query('SELECT fritz.survey_ensure_partitions($1, $2)', [survey, [candid]]);
  const audience = points
    ? await callForId(client, 'intern_program($1, $2::smallint)', [survey, programId])
    : await programAudience(client, programId);
  const key = { candid, audience_id: audience };
  const ofObject = { ...key, object_id: objectId, programid: programId };
  const alertSchema = await storeSchema(client, survey);
  const place = { hpx: 0n, mjd: 61_000, jd: 2_461_000.5, ra, dec, alert_schema: alertSchema };
  await insertRow(client, `${survey}_alerts`, { ...ofObject, ...place }, 'candid');
  const bytes = points ?? Buffer.alloc(0);
  await insertRow(client, `${survey}_cutout_parts`, { ...key, part: 0, bytes }, 'candid');
  await insertRow(client, `${survey}_light_curves`, { ...ofObject, points: bytes }, 'candid');
}

/** Stores how such an alert was sent: with a place and nothing else. Its fingerprint. */
async function storeSchema(client: FactoryClient, survey: string): Promise<bigint> {
  const name = survey === 'lsst' ? 'diaSource' : 'candidate';
  const fields = ['ra', 'dec'].map((field) => ({
    name: field,
    schema: { type: 'double' } as const,
  }));
  const schema: AvroRecordSchema = {
    type: 'record',
    name: 'alert',
    fields: [{ name, schema: { type: 'record', name, fields } }],
  };
  const fingerprint = schemaFingerprint(schema);
  await client.query(
    `INSERT INTO fritz.avro_schemas (fingerprint, survey, schema) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING`,
    [fingerprint, survey, canonicalForm(schema)],
  );
  return fingerprint;
}
