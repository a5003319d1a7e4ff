import {
  type Catalog,
  type CatalogMatch,
  findLoadedCatalog,
  type ObjRow,
  searchCatalog,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { dateToMjd } from '@fritz/sky';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { annotate } from './annotations.service.ts';
import {
  type AnnotationService,
  type ServiceCatalog,
  type ServiceName,
  serviceOf,
} from './catalog-services.ts';

type Wish = Static<NonNullable<typeof routes.annotateFromCatalog.body>>;

/** A catalog that is loaded, and what is told of it. */
interface Chosen {
  readonly known: ServiceCatalog;
  readonly catalog: Catalog;
}

/** Annotates an object with what a loaded catalog says of its place; the ids of the annotations. */
export async function annotateFromCatalog(
  { tx, viewer, now }: { tx: ViewerTx; viewer: Viewer; now: Date },
  obj: ObjRow,
  { service: name, ...wish }: Wish & { service: ServiceName },
): Promise<number[]> {
  const service = serviceOf(name);
  const { known, catalog } = await chooseCatalog(tx, name, wish.catalog);
  const radiusArcsec = wish.crossmatchRadius ?? 2;
  const places = [{ ra: obj.ra, dec: obj.dec, mjd: dateToMjd(now) }];
  const [around = []] = await searchCatalog(tx.query, catalog, { places, radiusArcsec });
  const found = around
    .filter((match) => isWanted(match, service, wish))
    .slice(0, wish.crossmatchNumber ?? service.maxMatches)
    .map((match) => ({ match, data: dataOf(match, known) }))
    .filter(({ data }) => Object.keys(data).length > 0);
  if (found.length === 0) {
    throw new NotFoundError(`object of ${catalog.name} within ${radiusArcsec}″`);
  }
  const subject = { type: 'sources', id: obj.id };
  const ids: number[] = [];
  for (const { match, data } of found) {
    const isAlone = known.isAloneWhenOne === true && found.length === 1;
    const origin = isAlone ? known.name : `${known.name}-${markOf(match, known)}`;
    const groupIds = wish.group_ids ?? null;
    ids.push(await annotate(tx, viewer, subject, { origin, data, groupIds }));
  }
  return ids;
}

/** @throws FritzError not_configured where none of them is loaded */
async function chooseCatalog(
  tx: ViewerTx,
  name: ServiceName,
  wanted: string | undefined,
): Promise<Chosen> {
  const { catalogs } = serviceOf(name);
  const asked = catalogs.filter((one) => wanted === undefined || one.name === wanted);
  for (const known of asked) {
    for (const loaded of known.loaded) {
      const catalog = await findLoadedCatalog(tx, loaded);
      if (catalog !== null) return { known, catalog };
    }
  }
  const own = wanted === undefined ? null : await findLoadedCatalog(tx, wanted);
  if (own !== null) return { known: allOf(own, catalogs), catalog: own };
  const names = asked.flatMap(({ loaded }) => loaded);
  const what = names.length > 0 ? names.join(' or ') : String(wanted);
  throw new FritzError('not_configured', {
    message: `No catalog ${what} is loaded here: fritz catalog add.`,
  });
}

/** A catalog under its name here: with the keys that are known of it, or all that it has. */
function allOf({ name, columns }: Catalog, catalogs: readonly ServiceCatalog[]): ServiceCatalog {
  const known = catalogs.find((one) => one.loaded.includes(name));
  if (known !== undefined) return known;
  return { name, loaded: [name], keys: Object.fromEntries(columns.map((c) => [c.name, c.name])) };
}

function isWanted(
  { document }: CatalogMatch,
  { magColumn, detectionsColumn }: AnnotationService,
  { crossmatchLimmag: limit, crossmatchMinDetections: least }: Wish,
): boolean {
  const mag = magColumn === undefined ? null : document[magColumn];
  if (magColumn !== undefined && typeof limit === 'number' && limit !== 0) {
    if (typeof mag !== 'number' || mag >= limit) return false;
  }
  if (detectionsColumn === undefined || least === undefined) return true;
  const detections = document[detectionsColumn];
  return detections === undefined || Number(detections) >= least;
}

/** −999 stands for “not measured” in Pan-STARRS' tables. */
const notMeasured = -999;

function dataOf({ document, distanceArcsec }: CatalogMatch, { keys }: ServiceCatalog) {
  const values: Readonly<Record<string, unknown>> = {
    ...document,
    distance_arcsec: distanceArcsec,
  };
  return Object.fromEntries(
    Object.entries(keys).flatMap(([key, column]) => {
      const value = values[column];
      const isMissing = value === undefined || value === null || Number(value) === notMeasured;
      return isMissing ? [] : [[key, value]];
    }),
  );
}

function markOf({ document, id }: CatalogMatch, { idColumn }: ServiceCatalog): string {
  if (idColumn !== undefined) return String(document[idColumn] ?? id);
  const { ra, dec } = document;
  return ra === undefined || dec === undefined ? String(id) : `${ra}-${dec}`;
}
