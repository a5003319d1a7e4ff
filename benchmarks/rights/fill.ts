import { createToken } from '@fritz/archive';
import { angToPix } from '@fritz/sky';
import type pg from 'pg';

/** How large a marshal to make. */
export interface MarshalSize {
  /** Rows of photometry; every object has 200 of them. */
  points: number;
  audiences: number;
  /** Objects that are saved, each to one to three groups; all of them when not given. */
  saved?: number;
}

/** A person of the benchmark with a token of all his permissions. */
export interface Person {
  id: number;
  token: string;
}

const POINTS_PER_SOURCE = 200;
const GROUPS = 86;
const USERS = 170;
const GROUPS_PER_USER = 20;
const CANDIDATES_PER_SOURCE = 6;
/** Every candid of the benchmark is in the partition of this one. */
const FIRST_CANDID = 3_615_000_000_000_000_000n;
/** Users whose pages are looked at. */
const PEOPLE = 60;

type Say = (text: string) => void;

/** A number from 0 to n − 1 that depends on the arguments alone. */
const pick = (n: string, ...parts: string[]) =>
  `(('x' || substr(md5(concat_ws('/', ${parts.join(', ')})), 1, 7))::bit(28)::int % (${n}))`;

const PEOPLE_SQL = `
INSERT INTO streams (name, survey, program_ids, auto_join) VALUES
  ('ZTF public', 'ztf', '{1}', true), ('ZTF partnership', 'ztf', '{1,2}', false),
  ('ZTF Caltech', 'ztf', '{1,2,3}', false);
INSERT INTO groups (name, sitewide) VALUES ('Sitewide', true);
INSERT INTO users (username) SELECT 'user' || i FROM generate_series(1, ${USERS}) i;
INSERT INTO user_roles (user_id, role_id) SELECT id, 'Full user' FROM users;
INSERT INTO stream_users (stream_id, user_id) SELECT s.id, u.id FROM streams s, users u
  WHERE s.name = 'ZTF partnership' OR s.name = 'ZTF Caltech' AND u.id % 5 = 0;
INSERT INTO groups (name, private) SELECT 'Group ' || i, i % 4 = 0
  FROM generate_series(1, ${GROUPS}) i;
CREATE SCHEMA bench;
CREATE TABLE bench.groups AS
  SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM groups
   WHERE single_user_id IS NULL AND NOT sitewide;
INSERT INTO group_streams (group_id, stream_id)
  SELECT g.id, s.id FROM bench.groups g JOIN streams s
    ON s.name = 'ZTF public' OR s.name = 'ZTF partnership' AND g.n % 2 = 0;
SET session_replication_role = replica;
INSERT INTO group_users (group_id, user_id)
  SELECT g.id, u.id FROM users u CROSS JOIN LATERAL (
    SELECT id FROM bench.groups ORDER BY md5(id || '/' || u.id) LIMIT ${GROUPS_PER_USER}) g;
SET session_replication_role = DEFAULT;
WITH f AS (INSERT INTO filters (name, group_id, stream_id, audience_id)
  SELECT 'Filter ' || g.n, g.id, s.id, intern_audience(ARRAY[g.id])
    FROM bench.groups g JOIN streams s
      ON s.name = CASE WHEN g.n % 2 = 0 THEN 'ZTF partnership' ELSE 'ZTF public' END RETURNING id)
INSERT INTO filter_versions (filter_id, fid, pipeline) SELECT id, 'bench0', '[]' FROM f;
UPDATE filters f SET active_version_id = v.id FROM filter_versions v WHERE v.filter_id = f.id;
SELECT intern_audience(ARRAY[id]) FROM groups;
SELECT intern_program('ztf', p::smallint) FROM generate_series(1, 3) p;
`;

/** Sets of two to four groups, until there are as many audiences as asked for. */
const audiencesSql = (count: number) => `
CREATE TABLE bench.sets AS
  WITH g AS MATERIALIZED (SELECT array_agg(id ORDER BY n) AS ids FROM bench.groups)
  SELECT 'g:' || array_to_string(ids, ',') || ' s:' AS key, ids FROM (
    SELECT DISTINCT ARRAY(SELECT DISTINCT g.ids[1 + ${pick(String(GROUPS), 'i', 'k')}]
        FROM generate_series(1, 2 + i % 3) k ORDER BY 1) AS ids
      FROM g, generate_series(1, ${count} * 2) i) s
   WHERE cardinality(ids) > 1
   ORDER BY md5(ids::text) LIMIT greatest(0, ${count} - (SELECT count(*) FROM audiences));
INSERT INTO audiences (key) SELECT key FROM bench.sets;
ANALYZE audiences;
INSERT INTO audience_groups (audience_id, group_id)
  SELECT a.id, unnest(s.ids) FROM bench.sets s JOIN audiences a USING (key);
TRUNCATE audience_viewers;
ANALYZE audiences, audience_groups, audience_streams, group_users;
SET session_replication_role = replica;
INSERT INTO audience_viewers (audience_id, user_id)
  SELECT audience_id, user_id FROM audience_membership;
SET session_replication_role = DEFAULT;
CREATE TABLE bench.audiences AS
  SELECT a.id, row_number() OVER (ORDER BY md5(a.key)) - 1 AS n FROM audiences a
   WHERE a.program_id IS NULL;
CREATE UNIQUE INDEX ON bench.audiences (n);
ANALYZE bench.audiences;
`;

const objectName = (i: string) =>
  `('ZTF26' || translate(lpad(${i}::text, 7, '0'), '0123456789', 'abcdefghij'))`;
/** 65 % public, 30 % partnership, 5 % Caltech. */
const program = (...parts: string[]) =>
  `(CASE WHEN ${pick('100', ...parts)} < 65 THEN 1 WHEN ${pick('100', ...parts)} < 95 THEN 2 ELSE 3 END)`;

const objectsSql = (sources: number, saved: number) => `
SET session_replication_role = replica;
INSERT INTO obj_names (id) SELECT ${objectName('i')} FROM generate_series(1, ${sources}) i;
INSERT INTO obj_editions (id, survey, ra, dec, hpx, redshift)
  SELECT ${objectName('i')}, 'ztf', (i * 137.508)::numeric % 360, 70 - i % 100, i,
         CASE WHEN i % 3 = 0 THEN i % 1000 / 1000.0 END
    FROM generate_series(1, ${sources}) i;
CREATE TABLE bench.group_audiences AS
  SELECT g.n, g.id AS group_id, intern_audience(ARRAY[g.id]) AS audience_id FROM bench.groups g;
INSERT INTO sources (obj_id, group_id, audience_id, saved_by, saved_at)
  SELECT DISTINCT ON (1, 2) ${objectName('i')}, g.group_id, g.audience_id,
         1 + ${pick(String(USERS), 'i')}, now() - i * interval '9 minutes' - k * interval '1 day'
    FROM generate_series(1, ${sources}) i CROSS JOIN generate_series(1, 3) k
    JOIN bench.group_audiences g ON g.n = ${pick(String(GROUPS), 'i', 'k', "'saved'")}
   WHERE k <= 1 + i % 3 AND i % ${Math.max(1, Math.floor(sources / saved))} = 0;
CREATE TABLE bench.passed AS
  SELECT ${objectName('i')} AS obj_id, ${FIRST_CANDID} + i * 100 + k AS candid,
         ${program('i', 'k', "'programme'")}::smallint AS programid,
         ${pick(String(GROUPS), 'i', 'k', "'passed'")} AS group_n,
         now() - ${pick('2592000', 'i', 'k', "'when'")} * interval '1 second' AS passed_at
    FROM generate_series(1, ${sources}) i CROSS JOIN generate_series(1, ${CANDIDATES_PER_SOURCE}) k;
INSERT INTO candidates
    (obj_id, filter_id, filter_version_id, audience_id, program_audience_id, survey, candid,
     passed_at, output)
  SELECT p.obj_id, f.id, f.active_version_id, f.audience_id, a.id, 'ztf', p.candid, p.passed_at,
         '{"annotations": {"age": 3.25, "drb": 0.97, "host": "PGC 1234"}}'
    FROM bench.passed p JOIN bench.group_audiences g ON g.n = p.group_n
    JOIN filters f ON f.group_id = g.group_id
    JOIN audiences a ON a.survey = 'ztf' AND a.program_id = p.programid;
SELECT ztf_ensure_partitions(ARRAY[${FIRST_CANDID}]);
INSERT INTO ztf_alerts (object_id, candid, programid, audience_id, hpx, mjd, schemavsn, publisher,
    jd, fid, pid, diffmaglim, isdiffpos, ra, dec, magpsf, sigmapsf, ranr, decnr, ndethist, ncovhist,
    nmtchps, rfid, jdstartref, jdendref, nframesref, rbversion, nmatches, rb, drb, drbversion)
  SELECT p.obj_id, p.candid, p.programid, intern_program('ztf', p.programid), 1,
         61337 + p.candid % 100, '4.02', 'ZTF', 2461337.5 + p.candid % 100, 1 + p.candid % 3,
         p.candid / 10000, 20.5, 't', 10, 20, 18.5, 0.05, 10, 20, 5, 9, 0, 1, 2458000.5, 2458100.5,
         15, 't17_f5_c3', 100, 0.8, 0.9, 'd6_m7' FROM bench.passed p;
INSERT INTO obj_audiences (obj_id, audience_id, edition)
  SELECT object_id, audience_id, 0 FROM ztf_alerts
  UNION SELECT obj_id, audience_id, 0 FROM candidates
  UNION SELECT obj_id, audience_id, 0 FROM sources;
SET session_replication_role = DEFAULT;
`;

/** Seven of ten points come from the stream; five people uploaded the others, each to some audience. */
const photometrySql = (from: number, to: number, audiences: number) => `
INSERT INTO instruments (name, type, telescope_id)
  SELECT 'SEDM', 'imager', min(t.id) FROM telescopes t ON CONFLICT DO NOTHING;
INSERT INTO photometry (obj_id, instrument, origin, band, mjd, exptime_s, flux_ujy, fluxerr_ujy,
    limiting_mag, limiting_mag_nsigma, ra, dec, audience_id, owner_id)
  SELECT ${objectName('i')}, CASE WHEN k % 10 < 7 THEN 'ZTF' ELSE 'SEDM' END,
         CASE WHEN k % 10 < 7 THEN 'alert' ELSE '' END, (ARRAY['ztfg', 'ztfr', 'ztfi'])[1 + k % 3],
         61000 + k * 1.7 + i % 10 / 10.0, 30, 100 + k % 50, 5, 20.5, 5, 10, 20,
         CASE WHEN k % 10 < 7
           THEN (SELECT array_agg(id ORDER BY program_id) FROM audiences WHERE survey = 'ztf')[
             CASE WHEN k % 20 < 13 THEN 1 WHEN k % 20 < 19 THEN 2 ELSE 3 END]
           ELSE (SELECT u.id FROM bench.audiences u WHERE u.n = ${pick(String(audiences), 'i', 'k % 5')})
         END,
         CASE WHEN k % 10 < 7 THEN NULL ELSE 1 + (i + k % 5) % ${USERS} END
    FROM generate_series(${from}, ${to}) i CROSS JOIN generate_series(1, ${POINTS_PER_SOURCE}) p (k)`;

/** What triggers would have kept, in one go. */
const SUMS_SQL = `INSERT INTO photometry_sums
  SELECT p.obj_id, p.audience_id, p.owner_id, is_forced(p.origin), count(*), max(p.mjd),
         count(*) FILTER (WHERE d.counts), min(d.point) FILTER (WHERE d.counts),
         max(d.point) FILTER (WHERE d.counts), max(ARRAY[p.flux_ujy, -p.mjd]) FILTER (WHERE d.counts)
    FROM photometry p CROSS JOIN LATERAL (
      SELECT is_detection(p.flux_ujy, p.fluxerr_ujy) AS counts,
             ARRAY[p.mjd, p.id::float8, p.flux_ujy] AS point) d
   GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

/** Fills a migrated, empty database as its superuser. Takes minutes for millions of points. */
export async function fillMarshal(client: pg.Client, size: MarshalSize, say: Say): Promise<void> {
  const sources = Math.ceil(size.points / POINTS_PER_SOURCE);
  await client.query(PEOPLE_SQL);
  say(`${GROUPS} groups, ${USERS} users; ${size.audiences} audiences …`);
  await client.query(audiencesSql(size.audiences));
  const { saved = sources } = size;
  say(`${sources} objects and their candidates, ${saved} sources …`);
  await client.query(objectsSql(sources, saved));
  await indexPlaces(client);
  await fillPhotometry(client, sources, say);
  say('VACUUM ANALYZE …');
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
}

/** Order-29 cells of the objects' places: PostgreSQL cannot tell them. */
async function indexPlaces(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ id: string; ra: number; dec: number }>(
    'SELECT id, ra, dec FROM obj_editions',
  );
  await client.query(
    `UPDATE obj_editions e SET hpx = n.hpx FROM unnest($1::text[], $2::bigint[]) AS n (id, hpx)
      WHERE n.id = e.id`,
    [rows.map(({ id }) => id), rows.map(({ ra, dec }) => String(angToPix(29, ra, dec)))],
  );
}

async function fillPhotometry(client: pg.Client, sources: number, say: Say): Promise<void> {
  const indexes = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes i
      WHERE schemaname = 'fritz' AND tablename = 'photometry' AND NOT EXISTS (
        SELECT FROM pg_constraint c WHERE c.conname = i.indexname)`,
  );
  for (const { name } of indexes.rows) await client.query(`DROP INDEX "${name}"`);
  await client.query('SET session_replication_role = replica');
  const counted = await client.query('SELECT count(*)::int AS shared FROM bench.audiences');
  const shared: number = counted.rows[0]?.shared;
  const step = 2_500;
  for (let from = 1; from <= sources; from += step) {
    const to = Math.min(sources, from + step - 1);
    await client.query(photometrySql(from, to, shared));
    say(`${to * POINTS_PER_SOURCE} of ${sources * POINTS_PER_SOURCE} points`);
  }
  await client.query('SET session_replication_role = DEFAULT');
  for (const { name, definition } of indexes.rows) {
    say(`index ${name} …`);
    await client.query(definition);
  }
  say('sums of light curves …');
  await client.query(SUMS_SQL);
}

/** Some of the people, with a new token each; their old ones of earlier runs end. */
export async function somePeople(client: pg.Client): Promise<Person[]> {
  await client.query(`DELETE FROM access_keys WHERE name = 'benchmark'`);
  const found = await client.query<{ id: number }>(
    `SELECT id FROM users ORDER BY md5(username) LIMIT ${PEOPLE}`,
  );
  const people: Person[] = [];
  for (const { id } of found.rows) {
    people.push({ id, token: await createToken(client, { userId: id, name: 'benchmark' }) });
  }
  return people;
}
