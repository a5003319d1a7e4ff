import {
  areSurveyImagesOn,
  type Catalog,
  findObj,
  listAssignments,
  listPhotometry,
  type ObjRow,
  type PhotometryRow,
  type ViewerTx,
} from '@fritz/archive';
import type { FinderFacility, FinderImage, routes, Static } from '@fritz/contract';
import { dateToMjd, fluxUjyToMag, formatDec, formatRa, type Position } from '@fritz/sky';
import type { ServerContext } from '../../context.ts';
import { readUtc } from '../../http/fields.ts';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import type { SurveyPictures } from '../installation/survey-pictures.ts';
import { relaxed, starNeeds } from './facilities.ts';
import { drawFinder, type FinderChart } from './finder-chart.ts';
import { choosePicture, findReference } from './finder-picture.ts';
import {
  bestPosition,
  findStar,
  findStarCatalog,
  findStars,
  pickOffsetStars,
  type Star,
} from './offset-stars.ts';
import { asShown, starLine, type Target, targetLine } from './starlists.ts';

type Offsets = Static<typeof routes.getSourceOffsets.response>;

/** When it is observed. */
export function readObstime(text: string | undefined, now: Date): number {
  return dateToMjd(text === undefined ? now : readUtc('query', 'obstime', text));
}

/** An object, where its own points have it, with those points. */
export interface PlacedObj {
  obj: Pick<ObjRow, 'id'>;
  place: Position;
  points: readonly PhotometryRow[];
}

export async function demandPlacedObj(
  tx: ViewerTx,
  id: string,
): Promise<PlacedObj & { obj: ObjRow }> {
  const obj = await findObj(tx, id);
  if (obj === null) throw new NotFoundError('source');
  const points = await listPhotometry(tx, id);
  return { obj, place: bestPosition(obj, points), points };
}

/** What a starlist is asked for with. */
export interface OffsetsAsked {
  facility: FinderFacility;
  howMany: number;
  mjd: number;
  runId: number | null;
}

/** Bands that planners of spectrographs know, by their last letter. */
const plannedBand = /(?:^|[:a-z])([ugri])$/;

function lastMagnitude(points: readonly PhotometryRow[]): Target['mag'] {
  const last = points.findLast(
    ({ flux_ujy, band }) => flux_ujy !== null && flux_ujy > 0 && plannedBand.test(band),
  );
  const value = last?.flux_ujy == null ? null : fluxUjyToMag(last.flux_ujy);
  return last === undefined || value === null ? null : { value, filter: last.band };
}

/** An object and its offset stars, as a starlist. */
export async function loadOffsets(
  tx: ViewerTx,
  placed: PlacedObj,
  asked: OffsetsAsked,
): Promise<Offsets> {
  const { obj, place, points } = placed;
  const { facility, howMany, mjd } = asked;
  const said = asked.runId === null ? null : await demandAssigned(tx, obj.id, asked.runId);
  const target: Target = {
    ...place,
    name: obj.id,
    priority: said?.priority ?? null,
    comment: said?.comment ?? null,
    mag: lastMagnitude(points),
  };
  const catalog = await findStarCatalog(tx);
  const { picked, queries } = await findOffsetStars(tx, catalog, { place, facility, howMany, mjd });
  const starlist_info = [
    targetLine(facility, target),
    ...picked.map((star, index) => starLine(facility, target, { star, number: index + 1 })),
  ];
  return {
    facility,
    starlist_str: asShown(starlist_info),
    starlist_info,
    ra: place.ra,
    dec: place.dec,
    noffsets: picked.length,
    queries_issued: queries,
    query: catalog === null ? '' : `stars of ${catalog.name} around ${place.ra} ${place.dec}`,
    used_ztfref: false,
    gaia_available: catalog !== null,
  };
}

async function demandAssigned(tx: ViewerTx, objId: string, runId: number) {
  const [found] = await listAssignments(tx, { objId, runId }, 1);
  if (found === undefined) throw new NotFoundError('assignment of this source to that run');
  return found;
}

async function findOffsetStars(
  tx: ViewerTx,
  catalog: Catalog | null,
  parts: { place: Position; facility: FinderFacility; howMany: number; mjd: number },
): Promise<{ picked: Star[]; queries: number }> {
  const { place: center, facility, howMany, mjd } = parts;
  if (catalog === null || howMany === 0) return { picked: [], queries: 0 };
  const needs = starNeeds[facility];
  const radiusArcsec = relaxed(needs).radius_degrees * 3600;
  return pickOffsetStars(
    await findStars(tx, catalog, { center, radiusArcsec, mjd }),
    needs,
    howMany,
  );
}

/** What a chart is asked for with. */
export interface ChartAsked {
  facility: FinderFacility;
  howMany: number;
  mjd: number;
  image: FinderImage;
  sideArcmin: number;
  type: 'pdf' | 'png';
}

/** All that a chart needs of the database: the rest is done after the transaction. */
export interface PreparedChart {
  chart: Omit<FinderChart, 'picture' | 'awaited'>;
  asked: ChartAsked;
  reference: Buffer | null;
  pictures: SurveyPictures | null;
}

async function prepareChart(
  { tx, context }: { tx: ViewerTx; context: ServerContext },
  asked: ChartAsked,
  of: { name: string; place: Position; note: string | null; reference: Buffer | null },
): Promise<PreparedChart> {
  const catalog = await findStarCatalog(tx);
  const { place, name, note, reference } = of;
  const { mjd, sideArcmin, howMany, facility } = asked;
  const radiusArcsec = Math.max(
    sideArcmin * 60 * Math.SQRT1_2,
    relaxed(starNeeds[facility]).radius_degrees * 3600,
  );
  const field =
    catalog === null ? [] : await findStars(tx, catalog, { center: place, radiusArcsec, mjd });
  const { picked } = pickOffsetStars(field, starNeeds[facility], howMany);
  const isOn = context.pictures !== null && (await areSurveyImagesOn(tx));
  return {
    chart: {
      ...{ name, target: place, note, sideArcmin, mjd, field },
      offsetStars: picked,
      catalog: catalog?.name ?? null,
    },
    asked,
    reference,
    pictures: isOn ? context.pictures : null,
  };
}

/** What a chart of an object needs. */
export async function prepareObjChart(
  call: { tx: ViewerTx; context: ServerContext },
  placed: PlacedObj & { obj: ObjRow },
  asked: ChartAsked,
): Promise<PreparedChart> {
  const { obj, place, points } = placed;
  const reference = await findReference(call.tx, obj, points);
  return prepareChart(call, asked, { name: obj.id, place, note: null, reference });
}

/** Where a chart is wanted of that is no object here. */
export interface LooseTarget {
  type: 'gaia_dr3' | 'gaia_dr2' | 'pos';
  catalogId: string | null;
  ra: number | null;
  dec: number | null;
}

const gaia = { gaia_dr3: ['Gaia_DR3', 'Gaia_EDR3'], gaia_dr2: ['Gaia_DR2'] } as const;

/** What a chart of a position, or of a star, needs. */
export async function prepareLooseChart(
  call: { tx: ViewerTx; context: ServerContext },
  target: LooseTarget,
  asked: ChartAsked,
): Promise<PreparedChart> {
  if (target.type === 'pos') {
    const { ra, dec } = target;
    if (ra === null || dec === null) {
      const field = ra === null ? 'ra' : 'dec';
      throw new InvalidRequestError([{ in: 'query', field, message: 'is needed of a position' }]);
    }
    const name = `${formatRa(ra, 2)} ${formatDec(dec, 1)}`;
    return prepareChart(call, asked, { name, place: { ra, dec }, note: null, reference: null });
  }
  const id = target.catalogId;
  if (id === null) {
    const message = 'is needed: the star’s number in Gaia';
    throw new InvalidRequestError([{ in: 'query', field: 'catalog_id', message }]);
  }
  if ((await findStarCatalog(call.tx)) === null) {
    throw new FritzError('not_configured', { message: 'No catalog of Gaia is loaded here.' });
  }
  const star = await findStar(call.tx, gaia[target.type], { id, mjd: asked.mjd });
  if (star === null) throw new NotFoundError('star');
  const { note, ...place } = star;
  const release = target.type === 'gaia_dr3' ? 'DR3' : 'DR2';
  return prepareChart(call, asked, { name: `Gaia ${release} ${id}`, place, note, reference: null });
}

/** Draws a chart, with the picture that is there. */
export function finishChart({ chart, asked, reference, pictures }: PreparedChart) {
  const field = { ...chart.target, sideArcsec: asked.sideArcmin * 60 };
  const chosen = choosePicture(asked.image, field, { pictures, reference });
  return {
    bytes: drawFinder({ ...chart, ...chosen }, asked.type),
    type: asked.type === 'pdf' ? 'application/pdf' : 'image/png',
    name: `${chart.name.replaceAll(/[^\w.+-]+/g, '_')}-finder.${asked.type}`,
    isAwaited: chosen.awaited !== null,
  };
}
