GRANT EXECUTE ON FUNCTION is_detection(float8, float8), is_forced(text) TO PUBLIC;
