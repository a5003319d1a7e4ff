import type pg from 'pg';

/** Of ten objects one has a spectrum, three a classification, five comments, half annotations and tags. */
const SAID_SQL = `
SET session_replication_role = replica;
INSERT INTO taxonomies (name, version, hierarchy, audience_id, created_by)
  SELECT 'Benchmark', '1', '{"class": "Time-domain Source"}', a.audience_id, 1
    FROM bench.group_audiences a LIMIT 1;
CREATE TABLE bench.saves AS
  SELECT s.obj_id, s.group_id, s.audience_id, row_number() OVER (ORDER BY s.id) AS i,
         1 + s.id % 170 AS user_id FROM sources s;
INSERT INTO classifications (obj_id, taxonomy_id, class, probability, ml, author_id, audience_id, edition)
  SELECT obj_id, (SELECT min(id) FROM taxonomies),
         (ARRAY['SN Ia', 'SN II', 'AGN', 'CV', 'TDE', 'KN'])[1 + i % 6], 0.5 + i % 50 / 100.0, i % 3 = 0,
         user_id, audience_id, 0 FROM bench.saves WHERE i % 10 < 3;
INSERT INTO comments (subject_type, subject_id, obj_id, author_id, audience_id, text, created_at)
  SELECT 'sources', obj_id, obj_id, user_id, audience_id,
         'seen in night ' || i || CASE WHEN i % 97 = 0 THEN ' and rising fast' ELSE '' END,
         now() - i * interval '5 minutes' FROM bench.saves WHERE i % 2 = 0;
INSERT INTO annotations (subject_type, subject_id, obj_id, author_id, audience_id, origin, data, created_at)
  SELECT 'sources', obj_id, obj_id, user_id, audience_id, 'benchmark',
         jsonb_build_object('score', i % 1000 / 1000.0, 'kind', (ARRAY['a', 'b', 'c'])[1 + i % 3]),
         now() - i * interval '5 minutes' FROM bench.saves WHERE i % 2 = 1
    ON CONFLICT DO NOTHING;
INSERT INTO obj_tag_options (name) VALUES ('benchone'), ('benchtwo');
INSERT INTO obj_tags (option_id, obj_id, author_id, audience_id)
  SELECT (SELECT id FROM obj_tag_options WHERE name = CASE WHEN i % 20 = 0 THEN 'benchone' ELSE 'benchtwo' END),
         obj_id, user_id, audience_id FROM bench.saves WHERE i % 2 = 0 ON CONFLICT DO NOTHING;
INSERT INTO spectra (obj_id, instrument_id, observed_at, wavelengths, fluxes, owner_id, audience_id)
  SELECT obj_id, (SELECT min(id) FROM instruments), now() - i * interval '10 minutes',
         '{4000,5000,6000}', '{1,2,3}', user_id, audience_id FROM bench.saves WHERE i % 10 = 0;
INSERT INTO listings (user_id, obj_id, list_name)
  SELECT user_id, obj_id, 'favorites' FROM bench.saves WHERE i % 5 = 0 ON CONFLICT DO NOTHING;
INSERT INTO source_labels (obj_id, group_id, labeller_id, edition)
  SELECT obj_id, group_id, user_id, 0 FROM bench.saves WHERE i % 4 = 0 ON CONFLICT DO NOTHING;
SET session_replication_role = DEFAULT;
`;

/** Has people say something of the objects of a filled marshal, once. */
export async function saySomething(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`SELECT to_regclass('bench.saves') IS NOT NULL AS done`);
  if (rows[0]?.done === true) return;
  await client.query(SAID_SQL);
  await client.query('VACUUM ANALYZE');
}
