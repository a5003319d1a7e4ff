import { gzipSync } from 'node:zlib';
import {
  findObj,
  listSkyMapRegions,
  listSkyMaps,
  listSkyMapsHolding,
  listSkyMapTags,
  loadSkyMap,
  readSkyMapFile,
  writeFlatSkyMap,
  writeMoc,
} from '@fritz/archive';
import { naiveUtc, routes, stringifyExact } from '@fritz/contract';
import { angToPix, MAX_HEALPIX_ORDER, mocToAscii, mocToJson } from '@fritz/sky';
import type { FastifyReply } from 'fastify';
import type { Binder } from '../../http/bind.ts';
import { readUtc } from '../../http/fields.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { drawnCells } from './drawn-cells.ts';
import { rankGalaxies } from './galaxies.service.ts';
import { demandSkyMap } from './localization-region.ts';
import { presentContour, presentPlace, presentSkyMap } from './localizations.presenter.ts';
import {
  demandKnownSkyMap,
  findObjectsInside,
  keepSkyMap,
  removeSkyMap,
} from './localizations.service.ts';

export function bindLocalizationRoutes(bind: Binder): void {
  bindMaps(bind);
  bindFiles(bind);
  bindInside(bind);
}

function bindMaps(bind: Binder): void {
  bind.viewer(routes.listLocalizations, async ({ tx, query }) => {
    const { search, tag, startDate, endDate, pageNumber = 1, numPerPage = 100 } = query;
    const { total, rows } = await listSkyMaps(
      tx,
      {
        ...(search === undefined ? {} : { text: search }),
        ...(tag === undefined ? {} : { tag }),
        ...(startDate === undefined ? {} : { from: readUtc('query', 'startDate', startDate) }),
        ...(endDate === undefined ? {} : { to: readUtc('query', 'endDate', endDate) }),
      },
      { limit: numPerPage, offset: (pageNumber - 1) * numPerPage },
    );
    return { localizations: rows.map(presentSkyMap), totalMatches: total, pageNumber, numPerPage };
  });

  bind.viewer(routes.listLocalizationTags, ({ tx }) => listSkyMapTags(tx));

  bind.viewer(routes.createLocalization, ({ tx, body }) => keepSkyMap(tx, body));

  bind.viewer(routes.getLocalization, async ({ tx, params }) => {
    const row = await demandSkyMap(tx, params);
    const regions = await listSkyMapRegions(tx, row.id);
    return { ...presentSkyMap(row), contour: presentContour(row, regions) };
  });

  bind.viewer(routes.deleteLocalization, async ({ tx, params }) => {
    await removeSkyMap(tx, await demandSkyMap(tx, params));
    return {};
  });
}

/** Finer maps than this have too many pixels to be written one by one. */
const MAX_FLAT_ORDER = 10;

function bindFiles(bind: Binder): void {
  bind.file(
    routes.downloadLocalization,
    async ({ tx, params, query }) => {
      const row = await demandSkyMap(tx, params);
      const { format = 'multiorder' } = query;
      const name = row.name.replace(/\.gz$/, '');
      if (format === 'multiorder') return { name, bytes: await readSkyMapFile(tx, row.id) };
      if (row.max_order > MAX_FLAT_ORDER) {
        const message = `The map has cells of order ${row.max_order}: it is written as multi-order alone.`;
        throw new FritzError('bad_sky_map', { message, details: { reason: 'too_many_cells' } });
      }
      const { map } = await loadSkyMap(tx, row);
      const layout = { order: row.max_order, isRing: format === 'ring' };
      return { name, bytes: writeFlatSkyMap(map, layout, row.properties) };
    },
    (reply, { name, bytes }) =>
      sendFile(reply, name.endsWith('.fits') ? `${name}.gz` : `${name}.fits.gz`, {
        type: 'application/gzip',
        bytes: gzipSync(bytes),
      }),
  );

  bind.file(
    routes.downloadLocalizationRegion,
    async ({ tx, params, query }) => {
      const { row, known } = await demandKnownSkyMap(tx, params);
      const percent = query.percent ?? 90;
      const { format = 'json' } = query;
      return { name: `${row.name}.${percent}`, moc: known.region(percent), format };
    },
    (reply, { name, moc, format }) => {
      if (format === 'fits') {
        return sendFile(reply, `${name}.moc.fits`, {
          type: 'application/fits',
          bytes: writeMoc(moc),
        });
      }
      const text = format === 'json' ? stringifyExact(mocToJson(moc)) : mocToAscii(moc);
      const type = format === 'json' ? 'application/json' : 'text/plain';
      return sendFile(reply, `${name}.moc.${format === 'json' ? 'json' : 'txt'}`, {
        type: `${type}; charset=utf-8`,
        bytes: Buffer.from(text),
      });
    },
  );
}

function sendFile(
  reply: FastifyReply,
  name: string,
  { type, bytes }: { readonly type: string; readonly bytes: Uint8Array },
): FastifyReply {
  const safe = name.replaceAll(/[^\w.+-]/g, '_');
  return reply
    .header('content-type', type)
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${safe}"`)
    .send(bytes);
}

function bindInside(bind: Binder): void {
  bind.viewer(routes.getLocalizationPlace, async ({ tx, params, query }) => {
    const { known } = await demandKnownSkyMap(tx, params);
    return presentPlace(known, query);
  });

  bind.viewer(routes.getLocalizationCells, async ({ tx, params, query }) => {
    const { known } = await demandKnownSkyMap(tx, params);
    return drawnCells(known, query.most ?? 20_000);
  });

  bind.viewer(routes.listLocalizationObjects, async ({ tx, params, query }) => {
    const { known } = await demandKnownSkyMap(tx, params);
    return findObjectsInside(tx, known, query);
  });

  bind.viewer(routes.listLocalizationGalaxies, async ({ tx, params, query }) => {
    const { known } = await demandKnownSkyMap(tx, params);
    return rankGalaxies(tx, known, query);
  });

  bind.viewer(routes.listObjectLocalizations, async ({ tx, params, query }) => {
    const obj = await findObj(tx, params.objectId);
    if (obj === null) throw new NotFoundError('object');
    const hpx = angToPix(MAX_HEALPIX_ORDER, obj.ra, obj.dec);
    const rows = await listSkyMapsHolding(tx, hpx, { percent: 90, limit: query.limit ?? 20 });
    const found = [];
    for (const row of rows) {
      const known = await loadSkyMap(tx, row);
      found.push({
        id: row.id,
        dateobs: naiveUtc(row.dateobs),
        localization_name: row.name,
        tags: row.tags,
        ...presentPlace(known, obj),
      });
    }
    return found;
  });
}
