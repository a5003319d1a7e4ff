import {
  findObjPlaces,
  listOwners,
  listValidations,
  nameAudiences,
  type ViewerTx,
} from '@fritz/archive';
import { abOffsetMag, type DustMap, extinctionMag, type MagnitudeSystem } from '@fritz/sky';
import { FritzError } from '../../http/fritz-error.ts';
import type { ShownPoint } from './joint-photometry.service.ts';
import type { PhotometryFormat, PhotometryView } from './photometry.presenter.ts';

/** What is asked for beside the points themselves. */
export interface ViewRequest {
  format: PhotometryFormat;
  magsys: MagnitudeSystem;
  withOwners?: boolean;
  withStreams?: boolean;
  withValidations?: boolean;
  withExtinction?: boolean;
}

/**
 * What stands between stored points and what is shown of them: each part with one query, however
 * many points there are.
 *
 * @throws FritzError `no_zero_point` where a band has none in the magnitude system that is asked for
 */
export async function loadView(
  tx: ViewerTx,
  points: readonly ShownPoint[],
  request: ViewRequest,
  dust: DustMap | null,
): Promise<PhotometryView> {
  const { format, magsys, withStreams = false } = request;
  demandZeroPoints(points, magsys);
  const audienceIds = [...new Set(points.map((point) => point.audience_id))];
  const names = await nameAudiences(tx, audienceIds);
  const [objId] = points.map((point) => point.obj_id);
  return {
    format,
    magsys,
    abOffset,
    audiences: new Map(names.map((one) => [one.audience_id, one])),
    withStreams,
    ...(request.withOwners ? { owners: await ownersOf(tx, points) } : {}),
    ...(request.withValidations && objId !== undefined
      ? { validations: await validationsOf(tx, objId) }
      : {}),
    ...(request.withExtinction ? { extinction: await extinctionAt(tx, objId, dust) } : {}),
  };
}

/** 0 where it is not known: such a conversion was refused before. */
export function abOffset(band: string, magsys: MagnitudeSystem): number {
  return magsys === 'ab' ? 0 : (abOffsetMag(band, magsys) ?? 0);
}

/** Refuses a conversion to a system in which a band's zero point is not known. */
export function demandZeroPoints(
  points: readonly { band: string }[],
  magsys: MagnitudeSystem,
): void {
  if (magsys === 'ab') return;
  const bands = [...new Set(points.map(({ band }) => band))].filter(
    (band) => band !== 'swiftxrt' && abOffsetMag(band, magsys) === null,
  );
  if (bands.length === 0) return;
  throw new FritzError('no_zero_point', {
    message: `The zero point in ${magsys} is not known of ${bands.join(', ')}: ask for magsys=ab.`,
    details: { magsys, bands },
  });
}

async function ownersOf(tx: ViewerTx, points: readonly ShownPoint[]) {
  const ids = [...new Set(points.flatMap(({ owner_id }) => owner_id ?? []))];
  const owners = ids.length === 0 ? [] : await listOwners(tx, ids);
  return new Map(owners.map((owner) => [owner.id, owner]));
}

async function validationsOf(tx: ViewerTx, objId: string) {
  const validations = await listValidations(tx, objId);
  return new Map(validations.map((one) => [one.photometry_id, one]));
}

async function extinctionAt(tx: ViewerTx, objId: string | undefined, dust: DustMap | null) {
  const [place] = objId === undefined || dust === null ? [] : await findObjPlaces(tx, [objId]);
  const ebv = place && dust ? dust.ebvAt(place) : null;
  return (band: string) => (ebv === null ? null : extinctionMag(band, ebv));
}
