import type { ProcessedAlert } from '@fritz/pipeline';
import type { JointLook } from '@fritz/surveys';
import type { ClientBase } from 'pg';

/** An alert, and what its filters saw of other surveys. */
interface Looked {
  readonly candid: bigint;
  readonly programId: number;
  readonly joint: JointLook;
}

/**
 * Stores what filters saw of other surveys, in the transaction of the alerts: a replay sees the
 * same, whatever is stored and linked later.
 */
export async function insertJointLooks(
  client: ClientBase,
  survey: string,
  alerts: readonly ProcessedAlert[],
): Promise<void> {
  const looks = alerts.flatMap(({ alert: { candid, programId }, joint }) =>
    joint ? [{ candid, programId, joint }] : [],
  );
  if (looks.length === 0) return;
  await client.query(
    `INSERT INTO joint_looks (survey, candid, audience_id)
     SELECT $1, t.candid, intern_program($1, t.programid::smallint)
     FROM unnest($2::bigint[], $3::int[]) AS t (candid, programid)`,
    [survey, looks.map(({ candid }) => candid), looks.map(({ programId }) => programId)],
  );
  await insertLinks(client, survey, looks);
  await insertPoints(client, survey, looks);
}

async function insertLinks(
  client: ClientBase,
  survey: string,
  looks: readonly Looked[],
): Promise<void> {
  const links = looks.flatMap(({ candid, joint }) =>
    joint.objects.flatMap((object) => object.links.map((link) => ({ candid, object, ...link }))),
  );
  if (links.length === 0) return;
  await client.query(
    `INSERT INTO joint_links (survey, candid, programid, audience_id, other_survey, other_id,
       other_programid, other_audience_id, distance_arcsec)
     SELECT $1, t.candid, t.programid, intern_program($1, t.programid::smallint), t.other_survey,
       t.other_id, t.other_programid, intern_program(t.other_survey, t.other_programid::smallint),
       t.distance_arcsec
     FROM unnest($2::bigint[], $3::int[], $4::text[], $5::text[], $6::int[], $7::float8[])
       AS t (candid, programid, other_survey, other_id, other_programid, distance_arcsec)`,
    [
      survey,
      links.map(({ candid }) => candid),
      links.map(({ programId }) => programId),
      links.map(({ object }) => object.survey),
      links.map(({ object }) => object.objectId),
      links.map(({ otherProgramId }) => otherProgramId),
      links.map(({ distanceArcsec }) => distanceArcsec),
    ],
  );
}

async function insertPoints(
  client: ClientBase,
  survey: string,
  looks: readonly Looked[],
): Promise<void> {
  const rows = looks.flatMap(({ candid, joint }) =>
    joint.objects.flatMap(({ survey: other, objectId, bundles }) =>
      [...Map.groupBy(bundles, ({ programId }) => programId)].map(([programId, ofProgram]) => {
        const seen = `{${ofProgram.map((bundle) => bundle.candid).join()}}`;
        return { candid, other, objectId, programId, seen };
      }),
    ),
  );
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO joint_points (survey, candid, other_survey, other_id, other_programid,
       other_audience_id, seen)
     SELECT $1, t.candid, t.other_survey, t.other_id, t.other_programid,
       intern_program(t.other_survey, t.other_programid::smallint), t.seen::bigint[]
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::int[], $6::text[])
       AS t (candid, other_survey, other_id, other_programid, seen)`,
    [
      survey,
      rows.map(({ candid }) => candid),
      rows.map(({ other }) => other),
      rows.map(({ objectId }) => objectId),
      rows.map(({ programId }) => programId),
      rows.map(({ seen }) => seen),
    ],
  );
}
