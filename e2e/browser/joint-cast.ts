import { simulateLsstNight, surveyNamed } from '@fritz/surveys';
import { createStream, createSurveyAlert } from '@fritz/testing';
import type { Stage } from './stage.ts';

/** An object of LSST with a light curve of the month before the stage's night, linked with one of ZTF's. */
export function linkLsst(stage: Stage, objectId: string): Promise<{ readonly linkedId: string }> {
  const adapter = surveyNamed('lsst').adapter();
  const sky = { seed: 5, night: '20260612', alerts: 1, historyDays: 30 };
  const [packet] = [...simulateLsstNight(sky)];
  if (!packet) throw new Error('the night has no alert');
  const alert = adapter.decode(packet.bytes);
  const [brought] = adapter.curve(null, adapter.needs([])).add(alert);
  if (!brought) throw new Error('the alert brings no point');
  const { objectId: linkedId, candid, programId, ra, dec, hpx } = alert;
  return stage.arrange(async (client) => {
    const users = [stage.cast.scanner];
    await createStream(client, { survey: 'lsst', programIds: [programId], users });
    for (const [fingerprint, schema] of adapter.schemas.known()) {
      await client.query(
        `INSERT INTO fritz.avro_schemas (fingerprint, survey, schema) VALUES ($1, 'lsst', $2)`,
        [fingerprint, schema],
      );
    }
    const points = Buffer.from(brought.bundle);
    const of = { objectId: linkedId, candid, programId, ra, dec, points };
    await createSurveyAlert(client, 'lsst', of);
    await client.query(
      `INSERT INTO fritz.survey_objects (survey, object_id, programid, audience_id, hpx, ra, dec)
       SELECT 'lsst', object_id, programid, audience_id, $2, $3, $4 FROM fritz.lsst_alerts
       WHERE candid = $1`,
      [candid, hpx, ra, dec],
    );
    // They are not at one place: somebody said that they are the same.
    await client.query(
      `INSERT INTO fritz.link_decisions (object_id, survey, other_id, other_survey, is_linked)
       VALUES ($1, 'lsst', $2, 'ztf', true)`,
      [linkedId, objectId],
    );
    return { linkedId };
  });
}
