import type { ProcessedAlert } from '@fritz/pipeline';
import type { Alert } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import { autosave } from './autosave.ts';
import { wishFollowups } from './followup-wishes.ts';
import { jsonbText } from './json-text.ts';
import type { ProgramAudiences } from './program-audiences.ts';

/** Alerts that passed a filter: their objects, who may know of them, and the candidates. */
export async function insertCandidates(
  client: ClientBase,
  survey: string,
  alerts: readonly ProcessedAlert[],
  audiences: ProgramAudiences,
): Promise<void> {
  const passed = alerts.filter(({ passes }) => passes.length > 0);
  if (passed.length === 0) return;
  await insertObjs(
    client,
    survey,
    passed.map(({ alert }) => alert),
  );
  const seen = passed.flatMap(({ alert, passes }) =>
    [audiences.get(alert.programId), ...passes.map((pass) => pass.audienceId)].map((audience) => ({
      obj: alert.objectId,
      audience,
    })),
  );
  await client.query(
    `INSERT INTO obj_audiences (obj_id, audience_id)
     SELECT DISTINCT obj_id, audience_id FROM unnest($1::text[], $2::int[]) AS t (obj_id, audience_id)
     ORDER BY 1, 2 ON CONFLICT DO NOTHING`,
    [seen.map((row) => row.obj), seen.map((row) => row.audience)],
  );
  const rows = passed.flatMap(({ alert, passes }) => passes.map((pass) => ({ alert, pass })));
  await client.query(
    `INSERT INTO candidates
       (obj_id, filter_id, filter_version_id, audience_id, program_audience_id, survey, candid,
        output)
     SELECT obj_id, filter_id, version_id, audience_id, program_audience_id, $1, candid,
       output::jsonb
     FROM unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::int[], $7::bigint[], $8::text[])
       AS t (obj_id, filter_id, version_id, audience_id, program_audience_id, candid, output)`,
    [
      survey,
      rows.map(({ alert }) => alert.objectId),
      rows.map(({ pass }) => pass.filterId),
      rows.map(({ pass }) => pass.versionId),
      rows.map(({ pass }) => pass.audienceId),
      rows.map(({ alert }) => audiences.get(alert.programId)),
      rows.map(({ alert }) => alert.candid),
      rows.map(({ pass }) => jsonbText(pass.output)),
    ],
  );
  await autosave(
    client,
    rows.map(({ alert: { objectId: objId }, pass: { filterId, autosaves = null } }) => {
      return { objId, filterId, autosaves };
    }),
  );
  await wishFollowups(
    client,
    rows.flatMap(({ alert: { objectId: objId, candid }, pass: { filterId, followup } }) =>
      followup === undefined ? [] : [{ objId, filterId, candid, output: followup }],
    ),
  );
}

/** The first alert that passes gives the object its place. */
async function insertObjs(
  client: ClientBase,
  survey: string,
  alerts: readonly Alert[],
): Promise<void> {
  await client.query(
    `INSERT INTO objs (id, survey, ra, dec, hpx)
     SELECT DISTINCT ON (id) id, $1, ra, dec, hpx
     FROM unnest($2::text[], $3::float8[], $4::float8[], $5::bigint[], $6::bigint[])
       AS t (id, ra, dec, hpx, candid)
     ORDER BY id, candid ON CONFLICT DO NOTHING`,
    [
      survey,
      alerts.map((alert) => alert.objectId),
      alerts.map((alert) => alert.ra),
      alerts.map((alert) => alert.dec),
      alerts.map((alert) => alert.hpx),
      alerts.map((alert) => alert.candid),
    ],
  );
}
