import { createTelescope, type TestUser } from '@fritz/testing';
import { arrangeNight } from '../browser/arrange-night.ts';
import type { Stage } from '../browser/stage.ts';

/** What the pictures show: objects by how much there is of them. */
export interface Demo {
  readonly objIds: readonly string[];
  /** A run of tonight. */
  readonly runId: number;
}

type Send = (method: string, path: string, body: unknown) => Promise<Record<string, unknown>>;

function sender(stage: Stage, user: TestUser): Send {
  return async (method, path, body) => {
    const response = await fetch(`${stage.url}/api/${path}`, {
      method,
      headers: { authorization: `token ${user.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { data: Record<string, unknown>; message?: string };
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.message ?? response.status}`);
    return answer.data;
  };
}

const SITES = [
  { name: 'Palomar 48-inch', nickname: 'P48', lat: 33.3563, lon: -116.8649, elevation_m: 1712 },
  { name: 'Keck I', nickname: 'Keck', lat: 19.826, lon: -155.4747, elevation_m: 4145 },
  {
    name: 'Vera C. Rubin Observatory',
    nickname: 'Rubin',
    lat: -30.2446,
    lon: -70.7494,
    elevation_m: 2647,
  },
  {
    name: 'Himalayan Chandra Telescope',
    nickname: 'HCT',
    lat: 32.7794,
    lon: 78.9642,
    elevation_m: 4500,
  },
  {
    name: 'Nordic Optical Telescope',
    nickname: 'NOT',
    lat: 28.7573,
    lon: -17.885,
    elevation_m: 2382,
  },
];
const CLASSES = ['SN Ia', 'SN II', 'TDE', 'SN Ia', 'CV', 'AGN'];
const TAGS = ['young', 'hostless', 'fast'];

/** Where a burst and a neutrino may have come from. */
export const SKY_MAPS = [
  {
    dateobs: '2026-06-12T04:11:37',
    localization_name: 'GRB260612A',
    skymap: { ra: 214.2, dec: 36.5, amaj: 14, amin: 5, phi: 35 },
  },
  {
    dateobs: '2026-06-11T19:02:10',
    localization_name: 'IC260611A',
    skymap: { ra: 77.4, dec: 5.7, error: 1.2 },
  },
] as const;

const TAXONOMY = {
  name: 'Time domain',
  version: '1',
  hierarchy: {
    class: 'Time-domain Source',
    subclasses: [
      {
        class: 'Supernova',
        subclasses: [{ class: 'SN Ia' }, { class: 'SN II' }],
      },
      { class: 'TDE' },
      { class: 'CV' },
      { class: 'AGN' },
    ],
  },
};

/** What some people did in a night: the same on every run. Speaks the API, as they do. */
export async function arrangeDemo(stage: Stage): Promise<Demo> {
  const { scanner, group, otherGroup } = stage.cast;
  const send = sender(stage, scanner);
  const objIds = await stage.arrange(async (client) => {
    await client.query(
      `INSERT INTO fritz.user_roles (user_id, role_id) VALUES ($1, 'Super admin') ON CONFLICT DO NOTHING`,
      [scanner.id],
    );
    await client.query('UPDATE fritz.filters SET name = $1 WHERE id = $2', [
      'Young and blue',
      stage.cast.filter.id,
    ]);
    for (const site of SITES) await createTelescope(client, site);
    const { rows } = await client.query<{ obj_id: string }>(
      `SELECT obj_id FROM fritz.photometry WHERE origin = 'alert'
        GROUP BY obj_id ORDER BY count(*) DESC, obj_id LIMIT 14`,
    );
    return rows.map((row) => row.obj_id);
  });
  const taxonomy = await send('POST', 'taxonomy', TAXONOMY);
  const taxonomyId = taxonomy.taxonomy_id ?? taxonomy.id;
  const tagIds: unknown[] = [];
  for (const name of TAGS) tagIds.push((await send('POST', 'objtagoption', { name })).id);
  for (const [index, id] of objIds.entries()) {
    const groupIds = index % 3 === 0 ? [group.id, otherGroup.id] : [group.id];
    await send('POST', 'sources', { id, group_ids: groupIds });
    if (index % 2 === 0) {
      await send('PATCH', `sources/${id}`, { redshift: (123 * (index + 1)) / 10_000 });
      await send('POST', 'classification', {
        obj_id: id,
        classification: CLASSES[(index / 2) % CLASSES.length],
        taxonomy_id: taxonomyId,
        probability: 1 - index / 50,
      });
    }
    if (index % 3 === 1) {
      const optionId = tagIds[Math.floor(index / 3) % TAGS.length];
      await send('POST', 'objtag', { obj_id: id, objtagoption_id: optionId });
    }
    if (index % 4 === 0) {
      const text = 'Rising since last night, **blue**. Please get a spectrum.';
      await send('POST', `sources/${id}/comments`, { text });
    }
    await send('POST', `sources/${id}/annotations`, {
      origin: 'fit:v2',
      data: { age_d: Math.round(30 / (index + 1)), rise_mag_d: 0.2 - index / 100 },
    });
    await send('POST', `internal/source_views/${id}`, {});
  }
  for (const objId of objIds.slice(0, 3)) {
    await send('POST', 'listing', { obj_id: objId, list_name: 'favorites' });
  }
  for (const map of SKY_MAPS) await send('POST', 'localization', map);
  const { runId } = await arrangeNight(stage, 12);
  return { objIds, runId };
}
