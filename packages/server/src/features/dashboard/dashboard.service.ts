import {
  findObjs,
  listNews,
  listRecentSaves,
  listTopViews,
  type NewsItem,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc } from '@fritz/contract';
import { loadParts } from '../sources/source-parts.ts';

/** SkyPortal's names of what the feed may tell of. */
const categories: Readonly<Record<string, NewsItem['type']>> = {
  sources: 'source',
  classifications: 'classification',
  comments: 'comment',
};

/** What happened last; `categories` null: everything but what bots say. */
export async function loadNews(
  tx: ViewerTx,
  wanted: { limit: number; categories: ReadonlySet<string> | null },
) {
  const entries = Object.entries(categories);
  const chosen = entries.filter(([name]) => wanted.categories?.has(name) ?? true);
  const rows = await listNews(tx, {
    types: chosen.map(([, type]) => type),
    limit: wanted.limit,
    withBots: wanted.categories?.has('includeCommentsFromBots') ?? false,
  });
  return rows.map(({ type, time, obj_id, author, author_id, text }) => {
    return { type, time: naiveUtc(time), message: text, source_id: obj_id, author, author_id };
  });
}

interface Asked {
  tx: ViewerTx;
  viewer: Viewer;
}

const flags = { includeThumbnails: true };

/** What was saved last, with a picture and what it is. */
export async function loadRecentSources(asked: Asked, limit: number) {
  const { tx } = asked;
  const saves = await listRecentSaves(tx, limit);
  const ids = [...new Set(saves.map((row) => row.obj_id))];
  const objs = await findObjs(tx, ids);
  const parts = await loadParts(asked, ids, flags, 'saved');
  return saves.flatMap(({ obj_id, saved_at }, at) => {
    const obj = objs.get(obj_id);
    if (obj === undefined) return [];
    const { thumbnails = [], classifications = [] } = parts(obj_id);
    const picture = firstPicture(thumbnails);
    return {
      obj_id,
      ra: obj.ra,
      dec: obj.dec,
      created_at: naiveUtc(saved_at),
      public_url: typeof picture?.public_url === 'string' ? picture.public_url : '',
      is_grayscale: picture?.is_grayscale === true,
      classifications,
      resaved: saves.slice(at + 1).some((row) => row.obj_id === obj_id),
      tns_name: obj.tns_name,
    };
  });
}

/** What people look at most. */
export async function loadTopSources(asked: Asked, top: { days: number; limit: number }) {
  const { tx } = asked;
  const views = await listTopViews(tx, top);
  const ids = views.map((row) => row.obj_id);
  const objs = await findObjs(tx, ids);
  const parts = await loadParts(asked, ids, flags, 'saved');
  return views.flatMap((row) => {
    const obj = objs.get(row.obj_id);
    if (obj === undefined) return [];
    const { thumbnails = [], classifications = [], tags = [] } = parts(row.obj_id);
    const { ra, dec, tns_name } = obj;
    return { ...row, ra, dec, thumbnails, classifications, tags, tns_name };
  });
}

const pictureOrder = ['new', 'ref', 'sub', 'sdss', 'dr8', 'ls', 'ps1'];

function firstPicture(
  pictures: readonly Record<string, unknown>[],
): Record<string, unknown> | undefined {
  const place = ({ type }: Record<string, unknown>) => {
    const at = pictureOrder.indexOf(String(type));
    return at === -1 ? pictureOrder.length : at;
  };
  return pictures.toSorted((a, b) => place(a) - place(b))[0];
}
