import type pg from 'pg';

/** A group, a stream of all programmes, and active filters of these pipelines, by name. */
export async function insertFilters(
  client: pg.Client,
  pipelines: Readonly<Record<string, unknown>>,
): Promise<void> {
  await client.query(
    `INSERT INTO streams (name, survey, program_ids) VALUES ('all', 'ztf', '{1,2,3}')`,
  );
  await client.query(`INSERT INTO groups (name) VALUES ('benchmark')`);
  await client.query(`INSERT INTO group_streams SELECT g.id, s.id FROM groups g, streams s
    WHERE g.name = 'benchmark'`);
  for (const [name, pipeline] of Object.entries(pipelines)) {
    await client.query(
      `WITH f AS (INSERT INTO filters (name, group_id, stream_id, audience_id)
         SELECT $1, g.id, s.id, intern_audience(ARRAY[g.id]) FROM groups g, streams s
         WHERE g.name = 'benchmark' RETURNING id)
       INSERT INTO filter_versions (filter_id, fid, pipeline) SELECT id, 'bench0', $2 FROM f`,
      [name, JSON.stringify(pipeline)],
    );
  }
  await client.query(
    `UPDATE filters f SET active = true, active_version_id = v.id
     FROM filter_versions v WHERE v.filter_id = f.id`,
  );
}
