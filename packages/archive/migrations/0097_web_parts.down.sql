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
DROP FUNCTION note_access_ways(integer[], text, integer, integer, text, text, bigint);
DROP TRIGGER audited_insert ON classifications;
DROP TRIGGER audited_update ON classifications;
DROP TRIGGER audited_delete ON classifications;
DROP TRIGGER of_object ON audit_log;
DROP FUNCTION on_audit_entry();
DROP POLICY looks ON audit_log;
ALTER TABLE audit_log DROP COLUMN obj_id;
DROP TABLE installation_settings;
