-- What queries of the Virtual Observatory need (docs/adr/0056-adql-compiled-to-parameters.md).

-- What surveys publish is everyone's, also of whoever has no key: for transactions that ask for it by this
-- setting, which those of the API do not.
CREATE FUNCTION publish_rows(relation text) RETURNS void LANGUAGE plpgsql SET search_path = fritz, pg_temp
AS $$
BEGIN
  EXECUTE format('CREATE POLICY published ON %I FOR SELECT TO fritz_app USING (
    (SELECT current_setting(''fritz.published'', true)) = ''on''
    AND audience_id IN (SELECT public_audiences()))', relation);
END $$;
REVOKE EXECUTE ON FUNCTION publish_rows(text) FROM PUBLIC;

SELECT publish_rows(t) FROM unnest(ARRAY['ztf_alerts', 'lsst_alerts', 'winter_alerts', 'pgir_alerts',
  'survey_objects', 'ztf_scores', 'archive_light_curves', 'archive_curve_values']) AS t;

-- ── values ─────────────────────────────────────────────────────────────────────────────────────────

-- A text that grows with each subquery around it would fill the memory.
CREATE FUNCTION adql_concat(a text, b text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  IF octet_length(a) + octet_length(b) > 1000000 THEN
    RAISE EXCEPTION 'a text becomes too long' USING ERRCODE = 'program_limit_exceeded';
  END IF;
  RETURN a || b;
END $$;

CREATE FUNCTION adql_mod(x float8, y float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT x - y * trunc(x / y) $$;

-- ── the sky ────────────────────────────────────────────────────────────────────────────────────────

-- Every second bit of the result is one of the number (HEALPix' nested order).
CREATE FUNCTION adql_spread(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT (c | (c << 1)) & 6148914691236517205
  FROM (SELECT (b | (b << 2)) & 3689348814741910323 AS c
    FROM (SELECT (a | (a << 4)) & 1085102592571150095 AS b
      FROM (SELECT (s | (s << 8)) & 71777214294589695 AS a
        FROM (SELECT (n | (n << 16)) & 281470681808895 AS s) w) x) y) z
$$;

-- The middle of a cell of a face, whose sides are 1, as a direction. Source: as in packages/sky/src/healpix.ts.
CREATE FUNCTION adql_cell_middle(face integer, u float8, v float8, OUT x float8, OUT y float8, OUT z float8)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  ring float8 := face / 4 + 2 - u - v;
  eighth integer := CASE WHEN face / 4 = 1 THEN 2 * (face % 4) ELSE 2 * (face % 4) + 1 END;
  width float8 := 1;
  cap float8;
  s float8;
  phi float8;
BEGIN
  IF ring < 1 OR ring > 3 THEN
    width := CASE WHEN ring < 1 THEN ring ELSE 4 - ring END;
    cap := width * width / 3;
    z := CASE WHEN ring < 1 THEN 1 - cap ELSE cap - 1 END;
    s := sqrt(greatest(0, cap * (2 - cap)));
  ELSE
    z := (2 - ring) * 2 / 3;
    s := sqrt((1 - z) * (1 + z));
  END IF;
  phi := pi() / 4 * CASE WHEN width > 0 THEN eighth + (u - v) / width ELSE 0 END;
  x := s * cos(phi);
  y := s * sin(phi);
END $$;

-- How far any point of a cell is from its middle, in radians. Source: as in packages/sky/src/healpix-cone.ts.
CREATE FUNCTION adql_cell_radius(cell_order integer) RETURNS float8
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  nside float8 := 2.0 ^ cell_order;
  z float8 := 1 - (1 - 1 / nside) ^ 2 / 3;
  s float8 := sqrt((1 - z) * (1 + z));
  phi float8 := pi() / (4 * nside);
  s0 float8 := sqrt(5.0::float8) / 3;
BEGIN
  RETURN 2 * asin(least(1, sqrt((s0 * cos(phi) - s) ^ 2 + (s0 * sin(phi)) ^ 2 + (2.0 / 3 - z) ^ 2) / 2));
END $$;

-- The cells that hold a cone, by a descent from the twelve faces: of cones at the border of a face, and wide
-- ones.
CREATE FUNCTION adql_wide_cone(ra float8, "dec" float8, radius float8, last_order integer)
RETURNS TABLE (low bigint, high bigint) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 16
AS $$
  WITH RECURSIVE axis AS (
    SELECT cos(radians("dec")) * cos(radians(ra)) AS x, cos(radians("dec")) * sin(radians(ra)) AS y,
      sin(radians("dec")) AS z
  ), cells (o, face, u, v) AS (
    SELECT 0, f, 0::bigint, 0::bigint FROM generate_series(0, 11) AS f
    UNION ALL
    SELECT c.o + 1, c.face, 2 * c.u + (k & 1), 2 * c.v + (k >> 1)
      FROM cells c CROSS JOIN axis a
        CROSS JOIN LATERAL fritz.adql_cell_middle(c.face, (c.u + 0.5) / (1::bigint << c.o)::float8,
          (c.v + 0.5) / (1::bigint << c.o)::float8) AS m
        CROSS JOIN generate_series(0, 3) AS k
      WHERE c.o < last_order
        AND (m.x - a.x) ^ 2 + (m.y - a.y) ^ 2 + (m.z - a.z) ^ 2
          <= (2 * sin(least(pi(), radians(radius) + fritz.adql_cell_radius(c.o)) / 2) + 5e-9) ^ 2
  ), found AS (
    SELECT ((face::bigint << (2 * last_order)) | fritz.adql_spread(u) | (fritz.adql_spread(v) << 1))
        << (2 * (29 - last_order)) AS low
      FROM cells c CROSS JOIN axis a
        CROSS JOIN LATERAL fritz.adql_cell_middle(c.face, (c.u + 0.5) / (1::bigint << c.o)::float8,
          (c.v + 0.5) / (1::bigint << c.o)::float8) AS m
      WHERE c.o = last_order
        AND (m.x - a.x) ^ 2 + (m.y - a.y) ^ 2 + (m.z - a.z) ^ 2
          <= (2 * sin(least(pi(), radians(radius) + fritz.adql_cell_radius(c.o)) / 2) + 5e-9) ^ 2
  )
  SELECT f.low, f.low + (1::bigint << (2 * (29 - last_order))) - 1 FROM found f
$$;

-- Ranges of order-29 HEALPix indices that hold every place within some degrees of another, and some beyond
-- it; none that overlap. A step on the sky is at most one and a half of it on a face, so a cone that does not
-- leave its face lies in a square of it (packages/sky/src/small-cones.ts).
CREATE FUNCTION adql_cone(ra float8, "dec" float8, radius float8)
RETURNS TABLE (low bigint, high bigint) LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE ROWS 6
AS $$
DECLARE
  z float8 := sin(radians("dec"));
  quarters float8 := ra / 90 - 4 * floor(ra / 360);
  reach float8 := 1.5 * radians(radius) + 1e-8;
  cell_order integer;
  nside float8;
  rising float8;
  falling float8;
  from_pole float8;
  quadrant integer;
  face integer;
  u float8;
  v float8;
  span bigint;
BEGIN
  IF NOT (radius >= 0 AND "dec" BETWEEN -90 AND 90 AND ra BETWEEN -1e9 AND 1e9) THEN RETURN; END IF;
  cell_order := CASE WHEN radius <= 0 THEN 17
    ELSE least(17, greatest(0, round(log(2, (sqrt(pi() / 3) / (1.6 * radians(least(radius, 180))))::numeric))))
    END;
  IF abs(z) <= 2.0 / 3 THEN
    falling := 0.5 + quarters - 0.75 * z;
    rising := 0.5 + quarters + 0.75 * z;
    face := CASE WHEN floor(falling) = floor(rising) THEN (floor(falling)::integer & 3) | 4
      WHEN falling < rising THEN floor(falling)::integer & 3
      ELSE (floor(rising)::integer & 3) + 8 END;
    u := rising - floor(rising);
    v := 1 - (falling - floor(falling));
  ELSE
    quadrant := least(3, floor(quarters)::integer);
    from_pole := CASE WHEN abs(z) < 0.99 THEN sqrt(3 * (1 - abs(z)))
      ELSE cos(radians("dec")) / sqrt((1 + abs(z)) / 3) END;
    u := (quarters - quadrant) * from_pole;
    v := (1 - (quarters - quadrant)) * from_pole;
    face := quadrant + CASE WHEN z > 0 THEN 0 ELSE 8 END;
    IF z > 0 THEN
      rising := u;
      u := 1 - v;
      v := 1 - rising;
    END IF;
  END IF;
  IF NOT (u > reach AND u < 1 - reach AND v > reach AND v < 1 - reach) THEN
    RETURN QUERY SELECT * FROM fritz.adql_wide_cone(ra, "dec", least(radius, 180), cell_order);
    RETURN;
  END IF;
  nside := 2.0 ^ cell_order;
  span := 1::bigint << (2 * (29 - cell_order));
  FOR i IN floor((u - reach) * nside)::bigint .. floor((u + reach) * nside)::bigint LOOP
    FOR j IN floor((v - reach) * nside)::bigint .. floor((v + reach) * nside)::bigint LOOP
      low := ((face::bigint << (2 * cell_order)) | fritz.adql_spread(i) | (fritz.adql_spread(j) << 1)) * span;
      high := low + span - 1;
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $$;

-- Polygons are lists of the degrees of their corners: lon, lat, lon, lat. They are smaller than half of the
-- sky; inside is the smaller side.

CREATE FUNCTION adql_direction(lon float8, lat float8, OUT x float8, OUT y float8, OUT z float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT cos(radians(lat)) * cos(radians(lon)), cos(radians(lat)) * sin(radians(lon)), sin(radians(lat)) $$;

-- Sides as directions of their two ends.
CREATE FUNCTION adql_sides(corners float8[])
RETURNS TABLE (ax float8, ay float8, az float8, bx float8, by float8, bz float8)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 4
AS $$
  SELECT a.x, a.y, a.z, b.x, b.y, b.z
  FROM generate_series(1, cardinality(corners) / 2) AS i
    CROSS JOIN LATERAL fritz.adql_direction(corners[2 * i - 1], corners[2 * i]) AS a
    CROSS JOIN LATERAL fritz.adql_direction(corners[2 * (i % (cardinality(corners) / 2)) + 1],
      corners[2 * (i % (cardinality(corners) / 2)) + 2]) AS b
$$;

-- Whether the sides go around a place: the angles that it sees them under.
CREATE FUNCTION adql_in_polygon(lon float8, lat float8, corners float8[])
RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT abs(sum(atan2(
      p.x * (s.ay * s.bz - s.az * s.by) + p.y * (s.az * s.bx - s.ax * s.bz) + p.z * (s.ax * s.by - s.ay * s.bx),
      s.ax * s.bx + s.ay * s.by + s.az * s.bz
        - (p.x * s.ax + p.y * s.ay + p.z * s.az) * (p.x * s.bx + p.y * s.by + p.z * s.bz)))) > pi()
    AND sum(p.x * s.ax + p.y * s.ay + p.z * s.az) > 0
  FROM fritz.adql_direction(lon, lat) AS p CROSS JOIN fritz.adql_sides(corners) AS s
$$;

-- How many degrees the nearest side is away: the foot of the perpendicular where it is on the side, else an end.
CREATE FUNCTION adql_side_distance(lon float8, lat float8, corners float8[])
RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT degrees(min(CASE
    WHEN (n.y * s.az - n.z * s.ay) * p.x + (n.z * s.ax - n.x * s.az) * p.y + (n.x * s.ay - n.y * s.ax) * p.z >= 0
      AND (s.by * n.z - s.bz * n.y) * p.x + (s.bz * n.x - s.bx * n.z) * p.y + (s.bx * n.y - s.by * n.x) * p.z >= 0
      AND n.x ^ 2 + n.y ^ 2 + n.z ^ 2 > 0
    THEN asin(least(1, abs(n.x * p.x + n.y * p.y + n.z * p.z) / sqrt(n.x ^ 2 + n.y ^ 2 + n.z ^ 2)))
    ELSE 2 * asin(least(1, sqrt(least((p.x - s.ax) ^ 2 + (p.y - s.ay) ^ 2 + (p.z - s.az) ^ 2,
      (p.x - s.bx) ^ 2 + (p.y - s.by) ^ 2 + (p.z - s.bz) ^ 2)) / 2)) END))
  FROM fritz.adql_direction(lon, lat) AS p CROSS JOIN fritz.adql_sides(corners) AS s
    CROSS JOIN LATERAL (SELECT s.ay * s.bz - s.az * s.by AS x, s.az * s.bx - s.ax * s.bz AS y,
      s.ax * s.by - s.ay * s.bx AS z) AS n
$$;

-- Whether a side of one crosses a side of the other: the ends of each lie on both sides of the other, and
-- not on the other half of the sky.
CREATE FUNCTION adql_sides_cross(a float8[], b float8[])
RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT EXISTS (
    SELECT FROM fritz.adql_sides(a) AS s CROSS JOIN fritz.adql_sides(b) AS t
      CROSS JOIN LATERAL (SELECT s.ay * s.bz - s.az * s.by AS x, s.az * s.bx - s.ax * s.bz AS y,
        s.ax * s.by - s.ay * s.bx AS z) AS m
      CROSS JOIN LATERAL (SELECT t.ay * t.bz - t.az * t.by AS x, t.az * t.bx - t.ax * t.bz AS y,
        t.ax * t.by - t.ay * t.bx AS z) AS n
      CROSS JOIN LATERAL (SELECT
        -sign(m.x * t.ax + m.y * t.ay + m.z * t.az) AS o1, sign(m.x * t.bx + m.y * t.by + m.z * t.bz) AS o2,
        sign(n.x * s.ax + n.y * s.ay + n.z * s.az) AS o3, -sign(n.x * s.bx + n.y * s.by + n.z * s.bz) AS o4) AS o
    WHERE o.o1 <> 0 AND o.o1 = o.o2 AND o.o1 = o.o3 AND o.o1 = o.o4)
$$;

CREATE FUNCTION adql_polygon_has_circle(corners float8[], lon float8, lat float8, radius float8)
RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT fritz.adql_in_polygon(lon, lat, corners) AND fritz.adql_side_distance(lon, lat, corners) >= radius $$;

CREATE FUNCTION adql_polygon_meets_circle(corners float8[], lon float8, lat float8, radius float8)
RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT fritz.adql_in_polygon(lon, lat, corners) OR fritz.adql_side_distance(lon, lat, corners) <= radius $$;

-- What is beyond the circle is a circle, too.
CREATE FUNCTION adql_circle_has_polygon(lon float8, lat float8, radius float8, corners float8[])
RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT radius >= 180 OR NOT fritz.adql_polygon_meets_circle(corners, lon + 180, -lat, 180 - radius - 1e-12) $$;

CREATE FUNCTION adql_polygon_has_polygon(outer_corners float8[], corners float8[])
RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT bool_and(fritz.adql_in_polygon(corners[2 * i - 1], corners[2 * i], outer_corners))
    AND NOT fritz.adql_sides_cross(outer_corners, corners)
  FROM generate_series(1, cardinality(corners) / 2) AS i
$$;

CREATE FUNCTION adql_polygons_meet(a float8[], b float8[])
RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT fritz.adql_in_polygon(a[1], a[2], b) OR fritz.adql_in_polygon(b[1], b[2], a) OR fritz.adql_sides_cross(a, b) $$;

-- A rectangle of the gnomonic projection at its middle (packages/archive/src/adql/compile/spherical.ts).
CREATE FUNCTION adql_box(lon float8, lat float8, width float8, height float8)
RETURNS float8[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT array_agg(c.value ORDER BY k.i, c.j)
  FROM (VALUES (1, -1, -1), (2, 1, -1), (3, 1, 1), (4, -1, 1)) AS k (i, u, v)
    CROSS JOIN LATERAL (SELECT k.u * tan(radians(width) / 2) AS e, k.v * tan(radians(height) / 2) AS n) AS t
    CROSS JOIN fritz.adql_direction(lon, lat) AS m
    CROSS JOIN LATERAL (SELECT
      m.x - t.e * sin(radians(lon)) - t.n * sin(radians(lat)) * cos(radians(lon)) AS x,
      m.y + t.e * cos(radians(lon)) - t.n * sin(radians(lat)) * sin(radians(lon)) AS y,
      m.z + t.n * cos(radians(lat)) AS z) AS p
    CROSS JOIN LATERAL (VALUES (1, degrees(atan2(p.y, p.x))),
      (2, degrees(atan2(p.z, sqrt(p.x ^ 2 + p.y ^ 2))))) AS c (j, value)
  WHERE width > 0 AND width < 180 AND height > 0 AND height < 180
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p
    WHERE p.pronamespace = 'fritz'::regnamespace AND p.proname LIKE 'adql\_%'
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO fritz_app', f);
  END LOOP;
END $$;
