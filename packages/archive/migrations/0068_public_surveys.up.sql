-- The public reads by SQL what other surveys publish, and spectra that are shared with everyone; and of
-- a spectrum one can ask who sees it.

-- The programmes of a survey that its project publishes: anyone may read them, with a login for public
-- data.
ALTER TABLE surveys ADD COLUMN public_programs smallint[] NOT NULL DEFAULT '{}';
UPDATE surveys SET public_programs = '{1}' WHERE name IN ('ztf', 'lsst');

CREATE OR REPLACE FUNCTION public_audiences() RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = fritz, pg_temp AS $$
  SELECT a.id FROM audiences a JOIN surveys s
    ON s.name = a.survey AND a.program_id = ANY (s.public_programs)
  UNION
  SELECT ag.audience_id FROM audience_groups ag JOIN groups g ON g.id = ag.group_id WHERE g.sitewide
$$;

-- Makes the functions by which the public reads a survey that is not ZTF: public_NAME_alerts and so on.
-- As with ZTF's, whole hours and pixels of order 9 are read, whatever part of them is asked for.
CREATE FUNCTION survey_open_to_public(survey text) RETURNS void
  LANGUAGE plpgsql SET search_path = fritz, pg_temp AS $make$
DECLARE
  part text;
  template CONSTANT text := $template$
    CREATE FUNCTION public_{survey}_alerts(from_mjd double precision, to_mjd double precision)
      RETURNS SETOF {survey}_alerts
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $body$
    DECLARE
      -- An hour more on both sides: a survey's JD may be of another moment of the exposure.
      first_jd double precision := (floor(greatest(from_mjd, 0) * 24) - 1) / 24 + 2400000.5;
      last_jd double precision := (ceil(least(to_mjd, 1e6) * 24) + 1) / 24 + 2400000.5;
    BEGIN
      PERFORM set_config('fritz.public_read', 'on', true);
      RETURN QUERY SELECT h.* FROM (
          SELECT a.* FROM {survey}_alerts a WHERE a.jd BETWEEN first_jd AND last_jd
            AND a.audience_id IN (SELECT public_audiences()) OFFSET 0) h
        WHERE h.mjd >= from_mjd AND h.mjd < to_mjd;
      PERFORM set_config('fritz.public_read', 'off', true);
    END $body$;
    CREATE FUNCTION public_{survey}_alerts_of(object_ids text[]) RETURNS SETOF {survey}_alerts
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $body$
    BEGIN
      PERFORM set_config('fritz.public_read', 'on', true);
      RETURN QUERY SELECT a.* FROM {survey}_alerts a
        WHERE a.object_id = ANY (object_ids) AND a.audience_id IN (SELECT public_audiences());
      PERFORM set_config('fritz.public_read', 'off', true);
    END $body$;
    CREATE FUNCTION public_{survey}_alerts_in(from_hpx bigint, to_hpx bigint)
      RETURNS SETOF {survey}_alerts
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $body$
    DECLARE
      within_pixel CONSTANT bigint := (1::bigint << 40) - 1;
    BEGIN
      PERFORM set_config('fritz.public_read', 'on', true);
      RETURN QUERY SELECT p.* FROM (
          SELECT a.* FROM {survey}_alerts a
            WHERE a.hpx BETWEEN from_hpx & ~within_pixel AND to_hpx | within_pixel
              AND a.audience_id IN (SELECT public_audiences()) OFFSET 0) p
        WHERE p.hpx BETWEEN from_hpx AND to_hpx;
      PERFORM set_config('fritz.public_read', 'off', true);
    END $body$;
    CREATE FUNCTION public_{survey}_cutouts(candids bigint[]) RETURNS SETOF {survey}_cutouts
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $body$
    BEGIN
      PERFORM set_config('fritz.public_read', 'on', true);
      RETURN QUERY SELECT c.* FROM {survey}_cutouts c
        WHERE c.candid = ANY (candids) AND c.audience_id IN (SELECT public_audiences());
      PERFORM set_config('fritz.public_read', 'off', true);
    END $body$;
    CREATE FUNCTION public_{survey}_light_curves(object_ids text[])
      RETURNS SETOF {survey}_light_curves
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $body$
    BEGIN
      PERFORM set_config('fritz.public_read', 'on', true);
      RETURN QUERY SELECT l.* FROM {survey}_light_curves l
        WHERE l.object_id = ANY (object_ids) AND l.audience_id IN (SELECT public_audiences());
      PERFORM set_config('fritz.public_read', 'off', true);
    END $body$;
    REVOKE EXECUTE ON FUNCTION public_{survey}_alerts(double precision, double precision),
      public_{survey}_alerts_of(text[]), public_{survey}_alerts_in(bigint, bigint),
      public_{survey}_cutouts(bigint[]), public_{survey}_light_curves(text[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION public_{survey}_alerts(double precision, double precision),
      public_{survey}_alerts_of(text[]), public_{survey}_alerts_in(bigint, bigint),
      public_{survey}_cutouts(bigint[]), public_{survey}_light_curves(text[]) TO fritz_public;
  $template$;
BEGIN
  EXECUTE replace(template, '{survey}', survey);
  -- Only within these functions does the owner see what is public.
  FOREACH part IN ARRAY ARRAY['alerts', 'cutout_parts', 'light_curves'] LOOP
    EXECUTE format($policy$CREATE POLICY public ON %I FOR SELECT TO CURRENT_USER USING (
      (SELECT current_setting('fritz.public_read', true)) = 'on'
      AND audience_id IN (SELECT public_audiences()))$policy$, survey || '_' || part);
  END LOOP;
END $make$;
REVOKE EXECUTE ON FUNCTION survey_open_to_public(text) FROM PUBLIC;
SELECT survey_open_to_public(name) FROM surveys WHERE name <> 'ztf';

-- Spectra that are shared with everyone, without who brought, took or reduced them. The owner may read
-- all spectra anyway, so the condition on audiences is said here.
CREATE FUNCTION public_spectra(obj_ids text[]) RETURNS TABLE (
    id integer, obj_id text, instrument text, observed_at timestamptz, type text, label text,
    origin text, units text, wavelengths double precision[], fluxes double precision[],
    errors double precision[], created_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fritz, pg_temp AS $$
  SELECT s.id, s.obj_id, i.name, s.observed_at, s.type, s.label, s.origin, s.units, s.wavelengths,
    s.fluxes, s.errors, s.created_at
  FROM spectra s LEFT JOIN instruments i ON i.id = s.instrument_id
  WHERE s.obj_id = ANY (obj_ids) AND s.audience_id IN (SELECT public_audiences())
$$;
REVOKE EXECUTE ON FUNCTION public_spectra(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_spectra(text[]) TO fritz_public;

-- An owner of spectra learns with whom he shared them.
CREATE OR REPLACE FUNCTION access_ways(audience_ids integer[], of_obj text, owner integer, needed_stream integer)
 RETURNS TABLE(rule text, group_id integer, stream_id integer, people integer[], others integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path = fritz, pg_temp
AS $$
  WITH me AS (
    SELECT viewer_id() AS id, viewer_has('System admin') AS is_admin,
           viewer_has('Manage users') AS manages_users,
           viewer_has('Manage groups') AS manages_groups
     WHERE needed_stream IS NULL OR viewer_has('System admin')
       OR needed_stream IN (SELECT viewer_streams())
       OR EXISTS (SELECT FROM streams st WHERE st.id = needed_stream AND st.auto_join)),
  shared AS (
    SELECT a.audience_id FROM me, (
      SELECT unnest(audience_ids)
      UNION
      SELECT oa.audience_id FROM obj_audiences oa WHERE oa.obj_id = of_obj) AS a (audience_id)
     WHERE a.audience_id IN (SELECT visible_audiences())
       OR (owner = me.id AND (
         EXISTS (SELECT FROM photometry p
           WHERE p.owner_id = me.id AND p.audience_id = a.audience_id)
         OR EXISTS (SELECT FROM spectra p
           WHERE p.owner_id = me.id AND p.audience_id = a.audience_id)))),
  ways AS (
    SELECT 'group' AS rule, gu.group_id, NULL::integer AS stream_id, gu.user_id,
           NOT g.private OR me.manages_groups OR g.id IN (SELECT viewer_groups()) AS is_shown, true AS names
      FROM me, shared s JOIN audience_groups ag ON ag.audience_id = s.audience_id
      JOIN groups g ON g.id = ag.group_id JOIN group_users gu ON gu.group_id = g.id
    UNION
    SELECT 'stream', NULL, su.stream_id, su.user_id,
           me.is_admin OR st.auto_join OR st.id IN (SELECT viewer_streams()), me.is_admin
      FROM me, shared s JOIN audience_streams ast ON ast.audience_id = s.audience_id
      JOIN streams st ON st.id = ast.stream_id JOIN stream_users su ON su.stream_id = st.id
    UNION
    SELECT 'programme', NULL, su.stream_id, su.user_id,
           me.is_admin OR st.auto_join OR st.id IN (SELECT viewer_streams()), me.is_admin
      FROM me, shared s JOIN audiences a ON a.id = s.audience_id
      JOIN streams st ON st.survey = a.survey AND a.program_id = ANY (st.program_ids)
      JOIN stream_users su ON su.stream_id = st.id
    UNION
    SELECT 'owner', NULL, NULL, owner, true, true FROM me WHERE owner IS NOT NULL
    UNION
    SELECT 'system_admin', NULL, NULL, p.user_id, true, me.manages_users
      FROM me, user_permissions p WHERE p.acl_id = 'System admin'),
  open AS (
    SELECT CASE WHEN w.is_shown THEN w.rule ELSE 'hidden' END AS rule,
           CASE WHEN w.is_shown THEN w.group_id END AS group_id,
           CASE WHEN w.is_shown THEN w.stream_id END AS stream_id, w.user_id,
           w.is_shown AND (w.names OR w.user_id = me.id) AS is_named
      FROM me, ways w JOIN users u ON u.id = w.user_id
     WHERE me.id IS NOT NULL AND account_is_open(u)
       AND (needed_stream IS NULL OR w.rule = 'system_admin'
         OR EXISTS (SELECT FROM streams st WHERE st.id = needed_stream AND st.auto_join)
         OR EXISTS (SELECT FROM stream_users su
           WHERE su.stream_id = needed_stream AND su.user_id = w.user_id)))
  SELECT o.rule, o.group_id, o.stream_id,
         coalesce(array_agg(DISTINCT o.user_id) FILTER (WHERE o.is_named), '{}'),
         count(DISTINCT o.user_id) FILTER (WHERE NOT o.is_named)::integer
    FROM open o GROUP BY o.rule, o.group_id, o.stream_id
  UNION ALL
  SELECT 'total', NULL, NULL, '{}', count(DISTINCT o.user_id)::integer FROM open o
$$;
