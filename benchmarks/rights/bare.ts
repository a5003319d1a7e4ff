/**
 * The conditions that someone would write by hand who had no row-level security: views that stand
 * before the tables on the search path of a role that bypasses it. The planner sees through them, so
 * that the very queries of the server run with these conditions in their place.
 */

export const bareRole = 'fritz_bare';
export const bareSchema = 'bare';

const ME = `current_setting('bench.user')::int`;
const AUDIENCES = `(SELECT v.audience_id FROM fritz.audience_viewers v WHERE v.user_id = ${ME})`;
const STREAMS = `(SELECT su.stream_id FROM fritz.stream_users su WHERE su.user_id = ${ME})`;

const conditions: Readonly<Record<string, string>> = {
  objs: `EXISTS (SELECT FROM fritz.obj_audiences oa
           WHERE oa.obj_id = t.id AND oa.audience_id IN ${AUDIENCES})`,
  photometry: `t.audience_id IN ${AUDIENCES} OR t.owner_id = ${ME}`,
  sources: `t.audience_id IN ${AUDIENCES}`,
  // Who is in a group may read its streams, and a filter reads one of them; saying it would be dear.
  candidates: `t.audience_id IN ${AUDIENCES}`,
  filters: `t.audience_id IN ${AUDIENCES}`,
  ztf_alerts: `t.audience_id IN ${AUDIENCES}`,
  groups: `NOT t.private
           OR t.id IN (SELECT gu.group_id FROM fritz.group_users gu WHERE gu.user_id = ${ME})`,
  streams: `t.auto_join OR t.id IN ${STREAMS}`,
};

/** Makes the role and its views; again changes nothing. */
export function bareSql(): string {
  const views = Object.entries(conditions).map(
    ([table, condition]) => `CREATE OR REPLACE VIEW ${bareSchema}.${table} AS
      SELECT t.* FROM fritz.${table} t WHERE ${condition};`,
  );
  return `
    DO $$ BEGIN CREATE ROLE ${bareRole} BYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    DROP SCHEMA IF EXISTS ${bareSchema} CASCADE;
    CREATE SCHEMA ${bareSchema} AUTHORIZATION ${bareRole};
    GRANT USAGE ON SCHEMA fritz TO ${bareRole};
    GRANT SELECT ON ALL TABLES IN SCHEMA fritz TO ${bareRole};
    SET ROLE ${bareRole};
    ${views.join('\n')}
    RESET ROLE;`;
}
