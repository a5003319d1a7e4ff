REVOKE SELECT ON avro_schemas, ztf_alerts, ztf_cutouts, ztf_light_curves, obj_audiences FROM fritz_public;
REVOKE SELECT (id, survey, ra, dec, hpx, created_at) ON objs FROM fritz_public;
REVOKE SELECT (obj_id, group_id, saved_at, active) ON sources FROM fritz_public;
REVOKE SELECT (id, obj_id, instrument, origin, band, mjd, exptime_s, flux_ujy, fluxerr_ujy,
  ref_flux_ujy, ref_fluxerr_ujy, limiting_mag, limiting_mag_nsigma, ra, dec, candid, created_at)
  ON photometry FROM fritz_public;
REVOKE USAGE ON SCHEMA fritz FROM fritz_public;
REVOKE UPDATE (audience_id) ON photometry FROM fritz_app;
DROP POLICY public ON sources;
DROP POLICY public ON photometry;
DROP POLICY public ON objs;
DROP POLICY public ON obj_audiences;
DROP POLICY public ON ztf_light_curves;
DROP POLICY public ON ztf_cutouts;
DROP POLICY public ON ztf_alerts;
DROP FUNCTION public_audiences();
DROP POLICY shares ON photometry;
DROP FUNCTION share_photometry(bigint[], integer[]);
DROP TRIGGER photometry_told ON photometry;
DROP TRIGGER photometry_shared ON photometry;
DROP FUNCTION on_photometry_told(), on_photometry_shared(), widened_audience(integer, integer, integer[]),
  access_ways(integer[], text, integer, integer), account_is_open(users);
DROP POLICY maintainer ON filters;
-- Takes the triggers of every audited table with it.
DROP FUNCTION on_audited_change() CASCADE;
DROP FUNCTION audit(regclass, text, text, text[], text, text, text, text, text, text);
DROP TABLE audit_log;
DROP FUNCTION on_audit_log_rewrite();
