import type { ValidationRow } from '@fritz/archive';
import type { PackedPhotometry } from '@fritz/contract';
import type { ShownPoint } from './joint-photometry.service.ts';
import { toldLimit } from './photometry.presenter.ts';
import { abOffset } from './photometry-view.ts';

type Columns = PackedPhotometry['columns'];

/** Texts, each once, and the place of the text of each point among them. */
function wordsOf(points: readonly ShownPoint[], read: (point: ShownPoint) => string) {
  const known = new Map<string, number>();
  const places = points.map((point) => {
    const word = read(point);
    const place = known.get(word) ?? known.size;
    known.set(word, place);
    return place;
  });
  return { words: [...known.keys()], places };
}

/** A number as long as it is exact as one, else its digits. */
function exact(id: bigint): number | string {
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : String(id);
}

const exactOrNull = (id: bigint | null) => (id === null ? null : exact(id));

/** Not a number and infinity are no values. */
const finite = (value: number | null) => (Number.isFinite(value) ? value : null);

function measuredOf(points: readonly ShownPoint[]) {
  return {
    mjd: points.map(({ mjd }) => mjd),
    flux: points.map((point) => finite(point.flux_ujy)),
    fluxerr: points.map((point) => finite(point.fluxerr_ujy)),
    ref_flux: points.map((point) => finite(point.ref_flux_ujy)),
    ref_fluxerr: points.map((point) => finite(point.ref_fluxerr_ujy)),
    limiting_mag: points.map((point) =>
      finite(toldLimit(point, 'ab', 0, { abOffset })?.limiting_mag ?? null),
    ),
    ra: points.map(({ ra }) => finite(ra)),
    dec: points.map(({ dec }) => finite(dec)),
  } satisfies Partial<Columns>;
}

/** Points in columns; what follows from the others is left out. */
export function packPhotometry(
  points: readonly ShownPoint[],
  verdicts: readonly ValidationRow[],
): PackedPhotometry {
  const object = wordsOf(points, (point) => point.obj_id);
  const band = wordsOf(points, (point) => point.band);
  const origin = wordsOf(points, (point) => point.origin);
  const instrument = wordsOf(points, (point) => point.instrument);
  return {
    objects: object.words,
    bands: band.words,
    origins: origin.words,
    instruments: instrument.words,
    verdicts: verdicts.map(({ photometry_id, validated }) => ({
      id: exact(photometry_id),
      validated,
    })),
    columns: {
      object: object.places,
      band: band.places,
      origin: origin.places,
      instrument: instrument.places,
      id: points.map(({ id }) => exactOrNull(id)),
      candid: points.map(({ candid }) => exactOrNull(candid)),
      owner_id: points.map(({ owner_id }) => owner_id),
      ...measuredOf(points),
    },
  };
}
