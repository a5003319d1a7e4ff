-- What photometry's triggers alone call is not for a public login to call.
REVOKE EXECUTE ON FUNCTION is_detection(float8, float8), is_forced(text) FROM PUBLIC;
