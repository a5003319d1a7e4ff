import type { ClientBase } from 'pg';

/** A survey, and how near an object of another one is the same. */
export interface LinkedSurvey {
  readonly name: string;
  readonly radiusArcsec: number;
  /** Programmes that anyone with a login for public data may read. */
  readonly publicPrograms: readonly number[];
  /** Objects that were looked at, and whether none is left. */
  readonly objects: bigint;
  readonly isDone: boolean;
}

export async function listLinkedSurveys(client: ClientBase): Promise<LinkedSurvey[]> {
  const { rows } = await client.query<LinkedSurvey & Record<string, unknown>>(
    `SELECT s.name, s.link_radius_arcsec AS "radiusArcsec",
       s.public_programs AS "publicPrograms", coalesce(b.objects, 0)::int8 AS objects,
       coalesce(b.done_at IS NOT NULL, false) AS "isDone"
     FROM fritz.surveys s LEFT JOIN fritz.link_backlogs b ON b.survey = s.name ORDER BY s.name`,
  );
  return rows;
}

/**
 * Changes how near objects of other surveys are linked with those of a survey; the client is the
 * owner's. Links of the machine's that are farther apart now end; all objects are looked at again.
 *
 * @returns false where there is no such survey
 */
export async function changeLinkRadius(
  client: ClientBase,
  survey: string,
  radiusArcsec: number,
): Promise<boolean> {
  await client.query('BEGIN');
  try {
    const { rowCount } = await client.query(
      'UPDATE fritz.surveys SET link_radius_arcsec = $2 WHERE name = $1',
      [survey, radiusArcsec],
    );
    await client.query(
      `DELETE FROM fritz.object_links l USING fritz.surveys a, fritz.surveys b
       WHERE a.name = l.survey AND b.name = l.other_survey AND $1 IN (l.survey, l.other_survey)
         AND l.distance_arcsec > greatest(a.link_radius_arcsec, b.link_radius_arcsec)`,
      [survey],
    );
    await client.query(
      `UPDATE fritz.link_backlogs SET up_to = '', objects = 0, done_at = NULL WHERE survey = $1`,
      [survey],
    );
    await client.query('COMMIT');
    return rowCount === 1;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/**
 * Changes which programmes of a survey the public reads by SQL; the client is the owner's.
 *
 * @returns false where there is no such survey
 */
export async function changePublicPrograms(
  client: ClientBase,
  survey: string,
  programIds: readonly number[],
): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE fritz.surveys SET public_programs = $2::smallint[] WHERE name = $1',
    [survey, [...programIds]],
  );
  return rowCount === 1;
}
