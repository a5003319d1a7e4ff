import { createHash } from 'node:crypto';
import { deflateSync, gunzipSync } from 'node:zlib';
import { type CutoutRow, findCutout, surveysOfCandid, type ViewerTx } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import {
  COLORMAP_NAMES,
  type ColormapName,
  CUTOUT_INTERVAL,
  encodePng,
  FitsError,
  readFitsStamp,
  renderRgba,
  type StampLayout,
  uprightStamp,
} from '@fritz/formats';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

type CutoutQuery = Static<typeof routes.getCutout.query>;

/** A file to send; it never changes under its tag. */
export interface CutoutFile {
  bytes: Buffer;
  type: 'image/png' | 'application/fits';
  name: string;
  etag: string;
}

/** A stamp is some 16 kB; a hostile one must not become gigabytes. */
const maxStampBytes = 16_000_000;

/** A stamp of an alert, as it was sent or drawn. */
export async function loadCutout(
  tx: ViewerTx,
  candid: bigint,
  query: CutoutQuery,
): Promise<CutoutFile> {
  const { cutout: kind = 'science', file_format: format = 'png' } = query;
  const cmap = readColormap(query.cmap ?? 'bone');
  const survey = await pickSurvey(tx, candid, query.survey);
  const row = survey === null ? null : await findCutout(tx, survey, candid, kind);
  if (row === null) throw new NotFoundError('cutout');
  const name = row.file_name ?? `${candid}_${kind}.fits.gz`;
  if (format === 'fits') {
    return { bytes: row.bytes, type: 'application/fits', name, etag: tagOf(row.bytes) };
  }
  const stretch = query.stretch ?? (kind === 'difference' ? 'linear' : 'log');
  const { interval: named = 'asymmetric' } = query;
  const interval = named === 'asymmetric' ? CUTOUT_INTERVAL : named;
  const bytes = drawStamp(row, LAYOUTS[survey ?? ''] ?? 'rows_up', { stretch, interval, cmap });
  return { bytes, type: 'image/png', name: `${candid}_${kind}.png`, etag: tagOf(bytes) };
}

/** Two surveys may use one number: which alert is meant is not guessed. Null where there is none. */
async function pickSurvey(
  tx: ViewerTx,
  candid: bigint,
  named: string | undefined,
): Promise<string | null> {
  if (named !== undefined) return named;
  const [survey = null, ...others] = await surveysOfCandid(tx, candid);
  if (others.length === 0) return survey;
  throw new FritzError('ambiguous_candid', { details: { surveys: [survey, ...others] } });
}

/** How surveys' stamps lie; those of others (WINTER) say so in their headers, or lie as FITS has it. */
const LAYOUTS: Readonly<Record<string, StampLayout>> = {
  ztf: 'rows_down',
  pgir: 'turned',
};

function drawStamp(
  row: CutoutRow,
  layout: StampLayout,
  options: Parameters<typeof renderRgba>[1],
): Buffer {
  try {
    const image = readFitsStamp(row.bytes, (bytes) =>
      gunzipSync(bytes, { maxOutputLength: maxStampBytes }),
    );
    const { width, height, rgba } = renderRgba(uprightStamp(image, layout), options);
    return Buffer.from(encodePng({ width, height, channels: 'rgba', data: rgba }, deflateSync));
  } catch (cause) {
    if (!(cause instanceof FitsError)) throw cause;
    throw new FritzError('cutout_unreadable', { cause });
  }
}

function readColormap(name: string): ColormapName {
  const known = COLORMAP_NAMES.find((colormap) => colormap === name);
  if (known !== undefined) return known;
  const message = `must be one of ${COLORMAP_NAMES.join(', ')}`;
  throw new InvalidRequestError([{ in: 'query', field: 'cmap', message }]);
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}
