REVOKE EXECUTE ON FUNCTION viewer_may_change_sky_map(integer) FROM fritz_app;
GRANT EXECUTE ON FUNCTION viewer_may_change_sky_map(integer) TO PUBLIC;
