import type { FactoryClient } from '@fritz/testing';

/** Gives one candidate so many points, two years of them; returns its name. */
export async function addManyPoints(client: FactoryClient, points: number): Promise<string> {
  const { rows } = await client.query<{ obj_id: string }>(
    `INSERT INTO fritz.photometry (obj_id, instrument, origin, band, mjd, flux_ujy, fluxerr_ujy, audience_id)
     SELECT p.obj_id, p.instrument, 'alert_fp', CASE i % 2 WHEN 0 THEN 'ztfg' ELSE 'ztfr' END,
            p.mjd - i * 730.0 / $1::int, 100 + 60 * sin(i / 40.0) + (i * 7919 % 100) / 10.0, 6, p.audience_id
       FROM (SELECT * FROM fritz.photometry WHERE candid IS NOT NULL ORDER BY id LIMIT 1) p
       CROSS JOIN generate_series(1, $1::int) AS i
     RETURNING obj_id`,
    [points],
  );
  const [first] = rows;
  if (first === undefined) throw new Error('no candidate has photometry');
  return first.obj_id;
}
