import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { KnownSkyMap, multirangeOf, writeSkyMap } from '@fritz/archive';
import { coneSkyMap, type SkyMap } from '@fritz/sky';
import type { FactoryClient } from './client.ts';

/** What a test says of a sky map; what it does not say is made up. */
export interface SkyMapWish {
  readonly name: string;
  readonly dateobs: string;
  readonly audienceId: number;
  readonly ownerId: number;
  readonly map?: SkyMap;
  readonly triggerId?: string;
  readonly aliases?: readonly string[];
  readonly tags?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
}

/** A sky map, by default an error circle of one degree at (10°, 20°), with its region of nine tenths. */
export async function createSkyMap(
  client: FactoryClient,
  wish: SkyMapWish,
): Promise<{ id: number }> {
  const map = wish.map ?? coneSkyMap({ ra: 10, dec: 20 }, 1);
  const known = new KnownSkyMap(map);
  const content = gzipSync(writeSkyMap(map));
  const peak = map.middleOf(known.levels.peak);
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO fritz.sky_maps (dateobs, name, trigger_id, aliases, tags, kind, properties, digest, cells,
       max_order, has_distances, peak_ra, peak_dec, area_50_deg2, area_90_deg2, owner_id, audience_id)
     VALUES ($1, $2, $3, $4, $5, 'cone', $6, $7, $8, $9, false, $10, $11, $12, $13, $14, $15) RETURNING id`,
    [
      ...[wish.dateobs, wish.name, wish.triggerId ?? null, wish.aliases ?? [], wish.tags ?? []],
      ...[JSON.stringify(wish.properties ?? {})],
      ...[createHash('sha256').update(content).digest('hex'), map.length, map.order],
      ...[peak.ra, peak.dec, known.region(50).areaDeg2, known.region(90).areaDeg2],
      ...[wish.ownerId, wish.audienceId],
    ],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('no sky map was made');
  await client.query('INSERT INTO fritz.sky_map_files (sky_map_id, content) VALUES ($1, $2)', [
    id,
    content,
  ]);
  await client.query(
    `INSERT INTO fritz.sky_map_regions (sky_map_id, percent, area_deg2, region, outline)
     VALUES ($1, 90, $2, $3::int8multirange, '[]')`,
    [id, known.region(90).areaDeg2, multirangeOf(known.region(90))],
  );
  return { id };
}
