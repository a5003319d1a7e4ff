REVOKE SELECT ON avro_schemas FROM fritz_public;
REVOKE USAGE ON SCHEMA fritz FROM fritz_public;
REVOKE UPDATE (audience_id) ON photometry FROM fritz_app;
DROP FUNCTION public_objs(), public_photometry(text[]), public_light_curves(text[]),
  public_cutouts(bigint[]), public_alerts_in(bigint, bigint), public_alerts_of(text[]),
  public_alerts(double precision, double precision);
DROP POLICY public ON sources;
DROP POLICY public ON photometry;
DROP POLICY public ON ztf_light_curves;
DROP POLICY public ON ztf_cutouts;
DROP POLICY public ON ztf_alerts;
DROP FUNCTION public_audiences();
DROP POLICY shares ON photometry;
DROP FUNCTION share_photometry(bigint[], integer[]);
DROP POLICY shared ON photometry;
DROP TRIGGER photometry_told ON photometry;
DROP TRIGGER photometry_shared ON photometry;
DROP FUNCTION on_photometry_told(), on_photometry_shared(), widened_audience(bigint, integer[]),
  access_ways(integer[], text, integer, integer), account_is_open(users);
DROP POLICY maintainer ON filters;
-- Takes the triggers of every audited table with it.
DROP FUNCTION on_audited_change() CASCADE;
DROP FUNCTION audit(regclass, text, text, text[], text, text, text, text, text, text);
DROP TABLE audit_log;
DROP FUNCTION on_audit_log_rewrite();
