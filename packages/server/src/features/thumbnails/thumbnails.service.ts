import {
  findObj,
  findThumbnail,
  putThumbnail,
  type ThumbnailChange,
  type ThumbnailRow,
  updateThumbnail,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { readImageHeader } from '@fritz/formats';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { chooseAudience } from '../notes/audience.service.ts';
import { decodeFile } from '../notes/base64.ts';

/** Sides of a picture that is kept, in pixels: SkyPortal's bounds. */
const minSidePx = 16;
const maxSidePx = 500;
const maxBytes = 5_000_000;

/** Pictures of an alert may be of a private one; those of a survey's archive are everybody's. */
const ofAlerts: ReadonlySet<string> = new Set(['new', 'ref', 'sub', 'new_gz', 'ref_gz', 'sub_gz']);

/** A picture that the viewer sees. */
export async function demandThumbnail(tx: ViewerTx, id: number): Promise<ThumbnailRow> {
  const found = await findThumbnail(tx, id);
  if (found === null) throw new NotFoundError('thumbnail');
  return found;
}

/** A picture as it is sent. */
export interface SentThumbnail {
  objId: string;
  data: string;
  type: string;
  survey: string | null;
  origin: string | null;
  groupIds: readonly number[] | null;
}

/** Stores a picture of an object that the viewer sees. */
export async function storeThumbnail(
  tx: ViewerTx,
  viewer: Viewer,
  sent: SentThumbnail,
): Promise<number> {
  const image = decodeFile('data', sent.data);
  const { mediaType, widthPx, heightPx, isGrayscale } = checkImage(image);
  if ((await findObj(tx, sent.objId)) === null) throw new NotFoundError('source');
  const otherwise = ofAlerts.has(sent.type) ? 'own groups' : 'everyone';
  return putThumbnail(tx, {
    objId: sent.objId,
    type: sent.type,
    survey: sent.survey?.toUpperCase() ?? null,
    ownerId: viewer.id,
    audienceId: await chooseAudience(tx, sent.groupIds, otherwise),
    image,
    mediaType,
    widthPx,
    heightPx,
    isGrayscale,
    origin: sent.origin,
  });
}

/** @throws InvalidRequestError where it is no whole picture of the right size */
function checkImage(image: Uint8Array) {
  const refuse = (message: string): never => {
    throw new InvalidRequestError([{ in: 'body', field: 'data', message }]);
  };
  if (image.length > maxBytes) return refuse(`has more than ${maxBytes} bytes`);
  const header = readImageHeader(image);
  if (header === null) return refuse('is neither a whole PNG nor a whole JPEG');
  const { widthPx, heightPx } = header;
  if ([widthPx, heightPx].some((side) => side < minSidePx || side > maxSidePx)) {
    return refuse(
      `is ${widthPx} by ${heightPx} pixels; each side has from ${minSidePx} to ${maxSidePx}`,
    );
  }
  return header;
}

/** What is to change of a picture; null stays. */
export interface ThumbnailWish {
  objId: string | null;
  type: string | null;
  survey: string | null;
  publicUrl: string | null;
  origin: string | null;
  isGrayscale: boolean | null;
  groupIds: readonly number[] | null;
}

/** Changes what is known of a picture. */
export async function changeThumbnail(
  tx: ViewerTx,
  id: number,
  wish: ThumbnailWish,
): Promise<void> {
  await demandThumbnail(tx, id);
  const { objId, type, survey, publicUrl, origin, isGrayscale, groupIds } = wish;
  if (objId !== null && (await findObj(tx, objId)) === null) throw new NotFoundError('source');
  const change: ThumbnailChange = {
    ...(objId === null ? {} : { obj_id: objId }),
    ...(type === null ? {} : { type }),
    ...(survey === null ? {} : { survey: survey.toUpperCase() }),
    ...(publicUrl === null ? {} : atAddress(publicUrl)),
    ...(origin === null ? {} : { origin }),
    ...(isGrayscale === null ? {} : { is_grayscale: isGrayscale }),
    ...(groupIds && groupIds.length > 0
      ? { audience_id: await chooseAudience(tx, groupIds, 'own groups') }
      : {}),
  };
  if (Object.keys(change).length === 0) return;
  if (!(await updateThumbnail(tx, id, change))) throw new FritzError('permission_denied');
}

/** The address takes the stored picture's place. */
function atAddress(publicUrl: string): ThumbnailChange {
  return {
    public_url: publicUrl,
    image: null,
    media_type: null,
    width_px: null,
    height_px: null,
  };
}
