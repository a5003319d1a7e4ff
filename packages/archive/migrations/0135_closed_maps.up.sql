-- Who may change a sky map is asked by its policies, not by a public login.
REVOKE EXECUTE ON FUNCTION viewer_may_change_sky_map(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_may_change_sky_map(integer) TO fritz_app;
